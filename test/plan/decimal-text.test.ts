import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareDecimals, parseDecimal, plainDecimal } from '../../engine/plan/decimal-text.ts';

/** The value times 10^60, by another way. */
function scaled(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const size = BigInt(whole + fraction) * 10n ** BigInt(60 - fraction.length + Number(exponent));
  return mantissa.startsWith('-') ? -size : size;
}

const digits = fc.string({ unit: fc.constantFrom('0', '0', '1', '9', '5'), minLength: 1, maxLength: 8 });
const decimal = fc
  .tuple(fc.constantFrom('', '+', '-'), digits, fc.option(digits), fc.option(fc.integer({ min: -30, max: 30 })))
  .map(
    ([sign, whole, fraction, exponent]) =>
      sign + whole + (fraction === null ? '' : `.${fraction}`) + (exponent === null ? '' : `e${exponent}`),
  );

describe('a decimal text', () => {
  it('compares by value', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [x, y] = [scaled(a), scaled(b)];
        expect(Math.sign(compareDecimals(parseDecimal(a)!, parseDecimal(b)!))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
      { numRuns: 2000 },
    );
  });
  it('has one plain form, of the same value', () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const plain = plainDecimal(parseDecimal(text)!);
        expect(plain).toMatch(/^(0|-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?)$/);
        expect(scaled(plain)).toBe(scaled(text));
      }),
    );
  });
  it.each(['', '.', '+', '-.', 'e1', '1e', '1e12345', ' 1', '1 ', '1,0', '0x1', '--1', '١', 'NaN'])(
    'is not %j',
    (text) => {
      expect(parseDecimal(text)).toBeNull();
    },
  );
});
