import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatBits } from '../../engine/canonical/float.ts';
import { encodeRecord, parseRecord } from '../../engine/canonical/record.ts';
import type { CanonicalType } from '../../engine/canonical/types.ts';
import { typeOf } from './reading-of.ts';

const time = (precision: number, end: string) =>
  fc
    .tuple(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), fc.nat(10 ** precision - 1))
    .map(
      ([seconds, part]) =>
        new Date(seconds * 1000).toISOString().slice(0, 19) +
        (precision === 0 ? '' : `.${String(part).padStart(precision, '0')}`) +
        end,
    );
const hex = (minLength: number, maxLength = minLength) =>
  fc.uint8Array({ minLength, maxLength }).map((bytes) => Buffer.from(bytes).toString('hex'));

const cellOf: Readonly<Record<string, fc.Arbitrary<string>>> = {
  text: fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', 'é', '💶', '\u0000', '\\', ' ') }),
  int: fc.bigInt().map(String),
  'decimal(0)': fc.bigInt().map(String),
  'decimal(2)': fc
    .tuple(fc.boolean(), fc.bigInt({ min: 0n }), fc.nat(99))
    .map(([minus, n, part]) => `${minus && (n > 0n || part > 0) ? '-' : ''}${n}.${String(part).padStart(2, '0')}`),
  bool: fc.constantFrom('true', 'false'),
  date: time(0, '').map((text) => text.slice(0, 10)),
  'timestamp(0)': time(0, 'Z'),
  'timestamp(6)': time(6, 'Z'),
  'datetime(3)': time(3, ''),
  uuid: hex(16).map((digits) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')),
  bytes: hex(0, 9).map((digits) => `0x${digits}`),
  float: fc.double().map(floatBits),
};

const columns = fc.array(fc.constantFrom(...Object.keys(cellOf)), { maxLength: 6 });
const rowOf = (names: readonly string[]) => fc.tuple(...names.map((name) => fc.option(cellOf[name]!, { nil: null })));
const typesOf = (names: readonly string[]): CanonicalType[] => names.map(typeOf);

describe('a canonical record', () => {
  it('quotes text alone and doubles its quotes; NULL is nothing and the empty text is not', () => {
    const types = typesOf(['text', 'text', 'text', 'int', 'bytes', 'int']);
    expect(encodeRecord(types, ['O"Hara', '', null, null, '0x', '-17'])).toBe('"O""Hara","",,,0x,-17');
    expect(encodeRecord([], [])).toBe('');
  });

  it('gives its cells back', () => {
    fc.assert(
      fc.property(
        columns.chain((names) => fc.tuple(fc.constant(names), rowOf(names))),
        ([names, cells]) => {
          expect(parseRecord(typesOf(names), encodeRecord(typesOf(names), cells))).toEqual(cells);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is of one row only: unequal rows of the same columns have unequal records', () => {
    const texts = fc.array(fc.constantFrom('', '"', ',', '""', '","', ',"', 'a', null), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const types = typesOf(['text', 'text', 'text']);
        expect(encodeRecord(types, a) === encodeRecord(types, b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 5000 },
    );
  });

  it('is what is parsed, to the byte', () => {
    const piece = fc.constantFrom('"', '""', ',', 'a', '1', '-', '0', '.', 'true', '0x', 'Z');
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        columns,
        (record, names) => {
          const types = typesOf(names);
          const cells = parseRecord(types, record);
          if (cells !== undefined) expect(encodeRecord(types, cells)).toBe(record);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it.each<[string, string]>([
    ['text', 'a'],
    ['text', '"a'],
    ['text', '"a"b"'],
    ['text', '"a"b'],
    ['text', '"'],
    ['text', ' "a"'],
    ['text', '"a",'],
    ['int', '"1"'],
    ['int', '01'],
    ['int', '+1'],
    ['int', '-0'],
    ['int', '1.0'],
    ['int', '1,'],
    ['int', '1e3'],
    ['decimal(2)', '1'],
    ['decimal(2)', '-0.00'],
    ['decimal(2)', '01.00'],
    ['decimal(2)', '.50'],
    ['bool', 't'],
    ['date', '2024-02-30'],
    ['timestamp(6)', '2024-01-01T00:00:00Z'],
    ['timestamp(6)', '2024-01-01T00:00:00.000000'],
    ['timestamp(0)', '2024-01-01t00:00:00Z'],
    ['timestamp(0)', '2024-01-01T00:00:00+00:00'],
    ['datetime(0)', '2024-01-01 00:00:00'],
    ['datetime(0)', '2024-01-01T00:00:00Z'],
    ['uuid', '6BA7B810-9DAD-11D1-80B4-00C04FD430C8'],
    ['bytes', 'ab'],
    ['bytes', '0xAB'],
    ['bytes', '0Xab'],
    ['float', '1'],
    ['float', '7ff8000000000001'],
    ['float', 'fff8000000000000'],
    ['float', '3FF0000000000000'],
  ])('of one %s is never %s', (name, record) => {
    expect(parseRecord(typesOf([name]), record)).toBe(undefined);
  });

  it('has as many cells as there are columns', () => {
    expect(parseRecord(typesOf(['int', 'int']), '1')).toBe(undefined);
    expect(parseRecord(typesOf(['int', 'int']), '1,2,3')).toBe(undefined);
    expect(parseRecord(typesOf(['int', 'int']), ',')).toEqual([null, null]);
    expect(parseRecord([], 'a')).toBe(undefined);
  });
});
