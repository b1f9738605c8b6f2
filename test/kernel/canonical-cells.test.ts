import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateTextOfDays } from '../../engine/canonical/calendar.ts';
import { compileReading } from '../../engine/canonical/read-value.ts';
import { unitsText } from '../../engine/canonical/scaled-integer.ts';
import { defaultReading, textRules, type CanonicalType, type Reading } from '../../engine/canonical/types.ts';
import { Arena } from '../../engine/kernel/arena.ts';
import type { KernelColumn } from '../../engine/kernel/row-batch.ts';
import { CanonicalCells } from '../../engine/reconcile/hash/canonical-cells.ts';
import { kernel } from './hash-batch.ts';

type Value = string | number | bigint | null;

/** A column as a reader lays it, and each row's text as formats.md section 2 writes it. */
function laid(arena: Arena, kind: 'text' | 'int32' | 'int64' | 'date', digits: number, values: readonly Value[]) {
  const rows = values.length;
  const valid = arena.alloc(rows);
  arena.bytes(valid, rows).set(values.map((value) => (value === null ? 0 : 1)));
  const textOf = (value: Value): string | null => {
    if (value === null || typeof value === 'string') return value;
    return kind === 'date' ? dateTextOfDays(Number(value)) : unitsText(BigInt(value), digits);
  };
  const texts = values.map(textOf);
  const cell = (row: number) => texts[row]!;
  if (kind === 'text') {
    const [starts, ends] = [arena.alloc(rows * 4), arena.alloc(rows * 4)];
    texts.forEach((text, row) => {
      const bytes = Buffer.from(text ?? '');
      const at = arena.alloc(bytes.length + 16);
      arena.bytes(at, bytes.length).set(bytes);
      arena.u32(starts, rows)[row] = at;
      arena.u32(ends, rows)[row] = at + bytes.length;
    });
    return { texts, column: { kind, starts, ends, valid, cell } satisfies KernelColumn };
  }
  const size = kind === 'int64' ? 8 : 4;
  const at = arena.alloc(rows * size);
  values.forEach((value, row) => {
    if (size === 4) arena.view().setInt32(at + row * 4, Number(value ?? 0), true);
    else arena.view().setBigInt64(at + row * 8, BigInt(value ?? 0), true);
  });
  const column: KernelColumn =
    kind === 'date' ? { kind, values: at, valid, cell } : { kind, digits, values: at, valid, cell };
  return { texts, column };
}

const formlessIn = (said: readonly (readonly [number, string])[]) => said.toSorted(([a], [b]) => a - b);

/** What the kernel and its memory of distinct values make of a column, and what the grammar makes of each text. */
function bothWays(
  type: CanonicalType,
  reading: Reading,
  kind: 'text' | 'int32' | 'int64' | 'date',
  values: readonly Value[],
  digits = 0,
) {
  const arena = new Arena(kernel);
  const rows = values.length;
  const { column, texts } = laid(arena, kind, digits, values);
  const marks = { drop: arena.alloc(rows), altered: arena.alloc(rows) };
  for (const at of [marks.drop, marks.altered]) arena.bytes(at, rows).fill(0);
  const formless: [number, string][] = [];
  const cells = new CanonicalCells(kernel, arena, type, reading);
  const { starts, ends, valid } = cells.read(column, rows, marks, (row, text) => formless.push([row, text]));
  const [from, to, present] = [arena.u32(starts, rows), arena.u32(ends, rows), arena.bytes(valid, rows)];
  const read = Array.from({ length: rows }, (_, row) =>
    present[row] === 0 ? null : Buffer.from(arena.bytes(from[row]!, to[row]! - from[row]!)).toString('utf8'),
  );
  const reader = compileReading(type, reading);
  const slow = { read: [] as (string | null)[], drop: [] as number[], altered: [] as number[] };
  const listed: [number, string][] = [];
  texts.forEach((text, row) => {
    const value = reader.read(text);
    slow.read.push(value ?? null);
    slow.drop.push(value === undefined ? 1 : 0);
    slow.altered.push(reader.lastAltered ? 1 : 0);
    if (value === undefined) listed.push([row, text!]);
  });
  const bytesOf = (at: number) => [...arena.bytes(at, rows)];
  return {
    kernel: {
      read,
      drop: bytesOf(marks.drop),
      altered: bytesOf(marks.altered),
      counts: [...cells.altered],
      formless: formlessIn(formless),
    },
    grammar: { ...slow, counts: [...reader.altered], formless: listed },
  };
}

const words = [
  'A',
  'B',
  ' A',
  'A ',
  '\tA\n',
  'a  b',
  'a b',
  'a\tb',
  '',
  ' ',
  'É',
  'e\u0301',
  '\u0378',
  'n/a',
  'N',
  '007',
  '7',
  '-7',
  '12.50',
  ' 12.5',
  '1e1',
  '31/12/2024',
  '1/2/2024',
  'true',
  'Y',
];
const types: readonly CanonicalType[] = [
  { kind: 'text' },
  { kind: 'text' },
  { kind: 'int' },
  { kind: 'decimal', scale: 2 },
  { kind: 'bool' },
];
const reading = (pool: readonly string[]): fc.Arbitrary<Reading> =>
  fc
    .record({
      nullTexts: fc.oneof(fc.constant([]), fc.subarray([...pool])),
      values: fc.option(
        fc
          .array(fc.tuple(fc.constantFrom(...pool), fc.constantFrom('A', ' a ', '7', 'true', '12.50')))
          .map((all) => new Map(all)),
      ),
      valuesElseKeep: fc.boolean(),
      rules: fc.oneof(fc.constant([]), fc.shuffledSubarray([...textRules])),
    })
    .map((some) => ({ ...defaultReading, ...some }));
const many = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 200, size: 'max' });

describe('a column with texts for NULL, codes and rules', () => {
  it('is read from texts as the grammar reads each of them, and every alteration is counted', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc
          .subarray(words, { minLength: 1 })
          .chain((pool) => fc.tuple(reading(pool), many(fc.constantFrom(...pool, null)))),
        (type, [how, values]) => {
          const { kernel: fast, grammar } = bothWays(type, how, 'text', values);
          expect(fast).toEqual(grammar);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('is read from numbers and dates as the grammar reads their texts', () => {
    const pool = ['0', '-1', '978', '9.78', '-0.01', '0.00', '1970-01-01', '2024-02-29'];
    const small = fc.constantFrom(0, -1, 978, 19_782, null);
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        reading(pool),
        fc.constantFrom('int32' as const, 'int64' as const, 'date' as const),
        fc.constantFrom(0, 2),
        many(small),
        (type, how, kind, digits, values) => {
          const { kernel: fast, grammar } = bothWays(type, how, kind, values, digits);
          expect(fast).toEqual(grammar);
        },
      ),
      { numRuns: 800 },
    );
  });

  it('may have more distinct values than are remembered, and values that all collide', () => {
    const how: Reading = { ...defaultReading, rules: ['lowercase', 'trim'] };
    const values = Array.from({ length: 90_000 }, (_, i) => (i % 7 === 0 ? null : ` Name ${i % 45_000} `));
    const { kernel: fast, grammar } = bothWays({ kind: 'text' }, how, 'text', values);
    expect(isDeepStrictEqual(fast, grammar)).toBe(true);
    // Numbers that differ in their highest bits alone: few of the bits that choose a slot do.
    const alike = Array.from({ length: 4000 }, (_, i) => BigInt.asIntN(64, BigInt(i % 1500) << 51n));
    const codes = { ...defaultReading, valuesElseKeep: true, values: new Map([['0', 'none']]) };
    const { kernel: coded, grammar: each } = bothWays({ kind: 'text' }, codes, 'int64', alike);
    expect(isDeepStrictEqual(coded, each)).toBe(true);
  });
});

describe('a column of numbers', () => {
  const around = Array.from({ length: 19 }, (_, n) => 10n ** BigInt(n)).flatMap((power) => [
    power - 1n,
    power,
    power + 1n,
  ]);
  const edges = [...around, 2n ** 63n - 1n, 2n ** 31n - 1n, 2n ** 32n];
  const least = BigInt.asIntN(64, 1n << 63n);
  const whole = fc.oneof(
    fc.constantFrom(least, ...edges, ...edges.map((n) => -n)),
    fc.bigInt({ min: least, max: -least - 1n }),
  );

  it('of any length is written digit for digit', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.constant<CanonicalType>({ kind: 'int' }),
          fc.nat(12).map((scale): CanonicalType => ({ kind: 'decimal', scale })),
        ),
        fc.nat(12),
        many(whole),
        (type, digits, values) => {
          const { kernel: fast, grammar } = bothWays(type, defaultReading, 'int64', values, digits);
          expect(fast).toEqual(grammar);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that are microseconds is written as times of any day, also of days that share a place in the memory of days', () => {
    const us = 1_000_000n;
    const [first, last] = [-62_135_596_800n * us, 253_402_300_800n * us];
    const shared = 4096n * 86_400n * us;
    const time = fc
      .tuple(fc.bigInt({ min: first - us, max: last }), fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 4 }))
      .map(([at, days]) => [at, ...days.map((n) => at + BigInt(n) * shared)]);
    fc.assert(
      fc.property(
        fc.constantFrom('timestamp' as const, 'datetime' as const),
        fc.constantFrom(0 as const, 3 as const, 6 as const, 9 as const),
        fc.constantFrom(1n, 1000n, us),
        many(time),
        (kind, precision, grain, times) => {
          const values = times.flat().map((at) => (at / grain) * grain);
          const how = { ...defaultReading, format: 'epoch_us' };
          const { kernel: fast, grammar } = bothWays({ kind, precision }, how, 'int64', values);
          expect(fast).toEqual(grammar);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a column of texts', () => {
  const digit = fc.nat(9).map(String);
  /** Texts of this alphabet, and of a form with a byte put in another's place, taken out or put in. */
  const near = (form: fc.Arbitrary<string>, alphabet: string) => {
    const letter = fc.constantFrom(...alphabet.split(/(?:)/));
    const altered = fc.tuple(form, fc.nat(40), fc.constantFrom(0, 1), fc.option(letter)).map(([text, at, cut, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + (put ?? '') + text.slice(place + cut);
    });
    return fc.oneof({ weight: 3, arbitrary: form }, altered, fc.string({ unit: letter, maxLength: 24 }));
  };
  const digits = (maxLength: number) => fc.string({ unit: digit, maxLength });
  const number = fc
    .tuple(fc.constantFrom('', '', '-', '+'), fc.constantFrom('', '0', '00'), digits(20), fc.option(digits(10)))
    .map(([sign, zeros, whole, behind]) => `${sign}${zeros}${whole}${behind === null ? '' : `.${behind}`}`);
  const agree = (type: CanonicalType, texts: fc.Arbitrary<string>, how: Partial<Reading> = {}) => {
    fc.assert(
      fc.property(many(fc.option(texts, { freq: 20 })), (values) => {
        const { kernel: fast, grammar } = bothWays(type, { ...defaultReading, ...how }, 'text', values);
        expect(fast).toEqual(grammar);
      }),
      { numRuns: 400 },
    );
  };

  it('becomes doubles as the grammar has them, whatever their length and wherever their point', () => {
    agree({ kind: 'float' }, near(number, '0123456789.-+e/:'));
  });

  it.each([0, 1, 2, 14, 15, 16, 20])('becomes decimals of %i places, or stays as it is', (scale) => {
    const fixed = fc
      .tuple(fc.constantFrom('', '-'), digits(17), fc.string({ unit: digit, minLength: scale, maxLength: scale }))
      .map(([sign, whole, behind]) => `${sign}${whole}${scale === 0 ? '' : `.${behind}`}`);
    agree({ kind: 'decimal', scale }, near(fc.oneof(number, fixed), '0123456789.-+e/:'));
    if (scale === 0) agree({ kind: 'int' }, near(number, '0123456789.-+e/:'));
  });

  it.each([0, 3, 6, 9] as const)('becomes times of %i digits', (precision) => {
    const two = (from: number, to: number) => fc.integer({ min: from, max: to }).map((n) => String(n).padStart(2, '0'));
    const time = fc
      .tuple(
        fc.oneof(
          fc.constantFrom('0000', '0001', '0004', '1900', '2000', '2024', '9999'),
          two(0, 99).map((y) => `20${y}`),
        ),
        fc.tuple(two(0, 13), two(0, 32)).map((parts) => parts.join('-')),
        fc.constantFrom('T', ' ', 't'),
        fc.tuple(two(0, 24), two(0, 60), two(0, 60)).map((parts) => parts.join(':')),
        fc.oneof(
          fc.constant(''),
          fc.tuple(fc.constantFrom('.', ','), digits(10)).map((parts) => parts.join('')),
        ),
        fc.constantFrom('', '', 'Z', 'z', '+00:00'),
      )
      .map(([year, day, gap, clock, fraction, zone]) => `${year}-${day}${gap}${clock}${fraction}${zone}`);
    const texts = near(time, '0123456789-: TZz.,+/');
    agree({ kind: 'datetime', precision }, texts);
    agree({ kind: 'timestamp', precision }, texts);
    agree({ kind: 'timestamp', precision }, texts, { zone: 'UTC' });
  });
});
