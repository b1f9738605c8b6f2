import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubleText } from '../../engine/canonical/double-text.ts';
import { read } from './reading-of.ts';

/** sign digits × 10^exponent in plain arithmetic: the canonical text of decimal(s), or undefined. */
function oracle(negative: boolean, digits: bigint, exponent: number, places: number): string | undefined {
  const shift = exponent + places;
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits;
  if (scaled % divisor !== 0n) return undefined;
  const unscaled = String(scaled / divisor).padStart(places + 1, '0');
  const sign = negative && scaled !== 0n ? '-' : '';
  if (places === 0) return sign + unscaled;
  return `${sign}${unscaled.slice(0, -places)}.${unscaled.slice(-places)}`;
}

const digitText = fc.string({
  unit: fc.constantFrom('0', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'),
  maxLength: 90,
});
const decimalText = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    whole: digitText,
    fraction: fc.option(digitText, { nil: null }),
    exponent: fc.option(fc.integer({ min: -99, max: 99 }), { nil: null }),
    mark: fc.constantFrom('e', 'E', 'e+', 'E+'),
  })
  .filter(({ whole, fraction }) => whole !== '' || (fraction ?? '') !== '')
  .map(({ sign, whole, fraction, exponent, mark }) => ({
    text:
      sign +
      whole +
      (fraction === null ? '' : `.${fraction}`) +
      (exponent === null ? '' : exponent < 0 ? mark[0]! + String(exponent) : mark + String(exponent)),
    negative: sign === '-',
    digits: BigInt(whole + (fraction ?? '')),
    exponent: (exponent ?? 0) - (fraction ?? '').length,
  }));

describe('int and decimal', () => {
  it('are exact at any length, and have no form where digits would be lost', () => {
    fc.assert(
      fc.property(
        decimalText,
        fc.integer({ min: 0, max: 76 }),
        fc.integer({ min: -30, max: 30 }),
        (value, places, scale) => {
          const expected = oracle(value.negative, value.digits, value.exponent + scale, places);
          expect(read(`decimal(${places})`, value.text, { scale })).toBe(expected);
          const whole = oracle(value.negative, value.digits, value.exponent + scale, 0);
          expect(read('int', value.text, { scale })).toBe(whole);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each(['', '-', '+', '.', '-.', 'e5', '.e5', '1e', '1e+', '1e12345', '1e00001', '--1', '+-1', '1 ', ' 1', '1.2.3'])(
    '%j has no form',
    (text) => {
      expect(read('int', text)).toBe(undefined);
      expect(read('decimal(2)', text)).toBe(undefined);
    },
  );

  it.each(['1,000', '１', '1\u0000', 'nan', '0x10', '1e1.0', '1n', '−1', '1_0', '1\n'])('%j has no form', (text) => {
    expect(read('int', text)).toBe(undefined);
    expect(read('decimal(2)', text)).toBe(undefined);
    expect(read('float', text)).toBe(undefined);
  });

  it('never write a negative zero', () => {
    expect(read('int', '-0')).toBe('0');
    expect(read('int', '-0e9999')).toBe('0');
    expect(read('decimal(3)', '-0.000')).toBe('0.000');
    expect(read('decimal(0)', '-.0')).toBe('0');
  });

  it('take exponents of four digits, at their whole length', () => {
    expect(read('int', '1e9999')).toBe('1'.padEnd(10_000, '0'));
    expect(read('int', '0e-9999')).toBe('0');
    expect(read('int', '1e-9999')).toBe(undefined);
    expect(read('int', `1${'0'.repeat(9999)}e-9999`)).toBe('1');
    expect(read('decimal(2)', '1e-2')).toBe('0.01');
    expect(read('decimal(2)', '1e-3')).toBe(undefined);
  });

  it('are judged for fit after the scale', () => {
    expect(read('int', '12.5', { scale: 1 })).toBe('125');
    expect(read('int', '125', { scale: -1 })).toBe(undefined);
    expect(read('int', '1250', { scale: -1 })).toBe('125');
    expect(read('decimal(2)', '5', { scale: -2 })).toBe('0.05');
    expect(read('decimal(2)', '-5', { scale: -3 })).toBe(undefined);
  });
});

describe('group_separator', () => {
  it('stands between two digits of the whole part, groups of any length', () => {
    expect(read('int', '1 2 34', { group_separator: ' ' })).toBe('1234');
    expect(read('decimal(2)', "-1'000.50", { group_separator: "'" })).toBe('-1000.50');
    expect(read('int', '1\u{1D7CE}0', { group_separator: '\u{1D7CE}' })).toBe('10');
    expect(read('int', '1,0e3', { group_separator: ',' })).toBe('10000');
  });

  it.each([',1', '1,', '1,,0', '-,1', '1,.5', '1.0,5', '1.5,', '.5,0', '1e1,0', '1e,1', ',', '1,e5'])(
    'stands nowhere else: %j has no form',
    (text) => {
      expect(read('decimal(2)', text, { group_separator: ',' })).toBe(undefined);
    },
  );
});

describe('decimal_separator', () => {
  it('stands for the point, and then nothing else does', () => {
    const comma = { decimal_separator: ',' };
    expect(read('decimal(2)', '1,5', comma)).toBe('1.50');
    expect(read('decimal(2)', '1,', comma)).toBe('1.00');
    expect(read('decimal(2)', ',5', comma)).toBe('0.50');
    expect(read('decimal(2)', '1,5e1', comma)).toBe('15.00');
    expect(read('int', '1,0', comma)).toBe('1');
    for (const text of ['1.50', '1.5', '1.', '.5', ',', '1,5,0'])
      expect(read('decimal(2)', text, comma)).toBe(undefined);
    expect(read('decimal(3)', '1.234', { decimal_separator: ',', group_separator: '.' })).toBe('1234.000');
  });
});

describe('base: 16', () => {
  it('reads hex digits of any number', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 1n << 300n }),
        fc.boolean(),
        fc.constantFrom('', '0x', '0X', '0x000'),
        (n, minus, mark) => {
          const hex = minus ? n.toString(16).toUpperCase() : n.toString(16);
          expect(read('int', (minus ? '-' : '') + mark + hex, { base: 16 })).toBe(String(minus ? -n : n));
        },
      ),
    );
  });

  it('takes a scale, and leaves what does not fit without a form', () => {
    expect(read('int', '0x10', { base: 16, scale: 2 })).toBe('1600');
    expect(read('int', '0x64', { base: 16, scale: -2 })).toBe('1');
    expect(read('int', '0x65', { base: 16, scale: -2 })).toBe(undefined);
  });

  it.each(['', '-', '0x', '-0x', '+1', '0x-1', '0x0x1', '1.0', '0xg', ' 1', '0x1 ', '１'])('%j has no form', (text) => {
    expect(read('int', text, { base: 16 })).toBe(undefined);
  });
});

describe('float', () => {
  const bitsOf = (x: number): string => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, x);
    return view.getBigUint64(0).toString(16).padStart(16, '0');
  };

  it('reads back every double from the text that typed sources write', () => {
    fc.assert(
      fc.property(fc.double(), (x) => {
        expect(read('float', doubleText(x))).toBe(Number.isNaN(x) ? '7ff8000000000000' : bitsOf(x));
      }),
      { numRuns: 2000 },
    );
  });

  it('goes to the nearest, ties to even', () => {
    expect(read('float', '9007199254740993')).toBe(bitsOf(9007199254740992));
    expect(read('float', '9007199254740995')).toBe(bitsOf(9007199254740996));
    // 2^-1075, half of the smallest: to zero; anything more, at its 800th digit, to the smallest.
    const half = `${String(5n ** 1075n)}e-1075`;
    expect(read('float', half)).toBe('0000000000000000');
    expect(read('float', `${String(5n ** 1075n)}${'0'.repeat(60)}1e-1136`)).toBe('0000000000000001');
  });

  it('underflows to a zero of its sign and overflows to no form', () => {
    expect(read('float', '1e-9999')).toBe('0000000000000000');
    expect(read('float', '-1e-9999')).toBe('8000000000000000');
    expect(read('float', '1.7976931348623157e308')).toBe('7fefffffffffffff');
    expect(read('float', '1.7976931348623158e308')).toBe('7fefffffffffffff');
    expect(read('float', '-1e309')).toBe(undefined);
  });

  it('knows NaN exactly and infinity in any case', () => {
    expect(read('float', 'NaN')).toBe('7ff8000000000000');
    for (const text of ['inf', '+INF', 'Infinity', '+iNfInItY']) expect(read('float', text)).toBe('7ff0000000000000');
    expect(read('float', '-inf')).toBe('fff0000000000000');
    for (const text of ['nan', 'NAN', '-NaN', '+NaN', 'infinit', 'in', 'inf ', '1e', '0x1p3', '1f', 'ınf'])
      expect(read('float', text)).toBe(undefined);
  });

  it('writes doubles as RFC 8785 does, and what JSON lacks by name', () => {
    expect(
      [0, -0, 1e21, 1e-7, 0.1, 5e-324, 123456789012345680000, Number.NaN, Infinity, -Infinity].map(doubleText),
    ).toEqual(['0', '-0', '1e+21', '1e-7', '0.1', '5e-324', '123456789012345680000', 'NaN', 'Infinity', '-Infinity']);
  });
});
