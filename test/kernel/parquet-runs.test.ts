import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import { torn } from '../../engine/kernel/kernel.ts';
import { kernel } from './hash-batch.ts';

// Parquet's hybrid of runs and packed groups as its specification says, by a writer that is nobody's but this test's.
type Run =
  | { readonly packed: false; readonly times: number; readonly value: number }
  | { readonly packed: true; readonly values: readonly number[] };

const varint = (value: number): number[] => (value > 127 ? [(value & 127) | 128, ...varint(value >>> 7)] : [value]);
const bytesOf = (value: bigint, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

const encoded = (runs: readonly Run[], width: number): number[] =>
  runs.flatMap((run) => {
    if (!run.packed) return [...varint(run.times << 1), ...bytesOf(BigInt(run.value), (width + 7) >> 3)];
    const all = run.values.reduce((bits, value, i) => bits | (BigInt(value) << BigInt(i * width)), 0n);
    return [...varint(((run.values.length / 8) << 1) | 1), ...bytesOf(all, (run.values.length * width) / 8)];
  });

const runsOf = (width: number): fc.Arbitrary<readonly Run[]> => {
  const value = fc.nat(Math.min(2 ** width - 1, 2 ** 31 - 1));
  return fc.array(
    fc.oneof(
      fc.record({ packed: fc.constant(false as const), times: fc.integer({ min: 1, max: 40 }), value }),
      fc.record({
        packed: fc.constant(true as const),
        values: fc.array(value, { minLength: 1, maxLength: 80, size: 'max' }).map((values) => {
          const groups = [...values];
          while (groups.length % 8 !== 0) groups.push(0);
          return groups;
        }),
      }),
    ),
    { minLength: 1, maxLength: 6 },
  );
};
const valuesOf = (runs: readonly Run[]): number[] =>
  runs.flatMap((run) => (run.packed ? run.values : Array.from({ length: run.times }, () => run.value)));

function laid(page: readonly number[]) {
  const arena = new Arena(kernel);
  const at = arena.alloc(page.length + 16);
  arena.bytes(at, page.length + 16).fill(0xa5);
  arena.bytes(at, page.length).set(page);
  return { arena, at, end: at + page.length };
}

describe('runs and packed groups of a page', () => {
  it('are the numbers that were written, NULLs between them, and none that the dictionary does not have', () => {
    const page = fc.integer({ min: 1, max: 31 }).chain((width) =>
      fc.record({
        width: fc.constant(width),
        runs: runsOf(width),
        holes: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
        cut: fc.integer({ min: 0, max: 12 }),
      }),
    );
    fc.assert(
      fc.property(page, ({ width, runs, holes, cut }) => {
        const values = valuesOf(runs);
        values.length -= Math.min(cut, values.length - 1); // the last group is filled up
        const rows: (number | null)[] = [];
        for (let i = 0; i < values.length;)
          rows.push(holes[rows.length % holes.length] === true && rows.length % 5 < 4 ? null : values[i++]!);
        const { arena, at, end } = laid(encoded(runs, width));
        const [valid, out] = [arena.alloc(rows.length), arena.alloc(rows.length * 4)];
        arena.bytes(valid, rows.length).set(rows.map((value) => (value === null ? 0 : 1)));
        const most = Math.max(...values);
        const read = (size: number) => kernel.references(at, end, width, valid, rows.length, size, out);
        expect(read(most + 1)).toBe(0);
        expect([...arena.u32(out, rows.length)]).toEqual(rows.map((value) => value ?? 0));
        expect(read(most)).toBe(torn);
      }),
      { numRuns: 1500 },
    );
  });

  it('of one bit say which rows are there, and what is cut off is seen', () => {
    fc.assert(
      fc.property(runsOf(1), fc.nat(7), fc.nat(30), (runs, spare, cut) => {
        const values = valuesOf(runs);
        values.length -= Math.min(spare, values.length - 1);
        const page = encoded(runs, 1);
        const { arena, at, end } = laid(page);
        const valid = arena.alloc(values.length + 8);
        arena.bytes(valid, values.length + 8).fill(7);
        expect(kernel.levels(at, end, valid, values.length)).toBe(values.reduce((sum, one) => sum + one, 0));
        expect([...arena.bytes(valid, values.length + 8)]).toEqual([...values, 7, 7, 7, 7, 7, 7, 7, 7]);
        // Whole runs are missing: a page says fewer rows than its header.
        if (runs.length > 1 && spare === 0) {
          const short = encoded(runs.slice(0, -1), 1).length;
          expect(kernel.levels(at, at + short - (cut === 0 ? 1 : 0), valid, values.length)).toBe(torn);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('values of a page without NULLs are those that were written, and a page of another length is torn', () => {
    const holes = fc.array(fc.boolean(), { maxLength: 70, size: 'max' });
    fc.assert(
      fc.property(
        fc.constantFrom(4, 8),
        holes,
        fc.boolean(),
        fc.integer({ min: -9, max: 9 }),
        (size, gaps, none, off) => {
          const present = gaps.map((gap) => none || gap);
          const bytes = Array.from({ length: present.filter(Boolean).length * size }, (_, i) => (i * 37 + 11) & 255);
          const { arena, at, end } = laid(bytes);
          const [valid, out] = [arena.alloc(present.length), arena.alloc(present.length * size)];
          arena.bytes(valid, present.length).set(present.map(Number));
          expect(kernel.plainValues(at, end, valid, present.length, size, out)).toBe(0);
          const rows = present.flatMap((here, row) => (here ? [...arena.bytes(out + row * size, size)] : []));
          expect(rows).toEqual(bytes);
          if (off !== 0 && end + off >= at)
            expect(kernel.plainValues(at, end + off, valid, present.length, size, out)).toBe(torn);
        },
      ),
    );
  });
});
