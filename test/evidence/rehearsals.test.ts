import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countOf, movedBetween, type Row } from '../../engine/evidence/rehearsals/tally.ts';

const rowsOf = (texts: readonly string[]): Row[] => texts.map((digest, at) => ({ digest, at }));
const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
const occurs = (list: readonly string[], text: string) => list.filter((one) => one === text).length;

it('What moved is counted as the numbers of occurrences say, and what persists unaltered is the multiset intersection', () => {
  fc.assert(
    fc.property(texts, texts, fc.nat(8), (before, now, earlier) => {
      const moved = countOf(movedBetween(rowsOf(before), rowsOf(now), earlier));
      const persisting = Math.min(before.length, now.length);
      const back = Math.max(0, Math.min(now.length, earlier) - before.length);
      const same = ['a', 'b', 'c'].reduce((sum, text) => sum + Math.min(occurs(before, text), occurs(now, text)), 0);
      expect(moved).toEqual({
        new: BigInt(now.length - persisting - back),
        gone: BigInt(before.length - persisting),
        persisting: BigInt(persisting),
        altered: BigInt(persisting - same),
        back: BigInt(back),
      });
    }),
  );
});

it('Every row is in one list alone: those gone are of the package before, all others of the one now', () => {
  fc.assert(
    fc.property(texts, texts, fc.nat(8), (before, now, earlier) => {
      const [were, are] = [rowsOf(before), rowsOf(now)];
      const moved = movedBetween(were, are, earlier);
      const listed = [...moved.new, ...moved.persisting, ...moved.altered, ...moved.back];
      expect(listed).toHaveLength(are.length);
      expect(new Set(listed)).toEqual(new Set(are));
      expect(new Set(moved.gone).size).toBe(moved.gone.length);
      for (const row of moved.gone) expect(were).toContain(row);
      // A row that is still there is never listed as gone.
      for (const text of ['a', 'b', 'c'])
        expect(
          occurs(
            moved.gone.map(({ digest }) => digest),
            text,
          ),
        ).toBeLessThanOrEqual(Math.max(0, occurs(before, text) - occurs(now, text)));
    }),
  );
});

it('Rows by the hundred thousand that are one difference take no longer than they are many', () => {
  const many = Array.from({ length: 300_000 }, (_, at): Row => ({ digest: '', at }));
  const moved = movedBetween(many, many.slice(1), 0);
  expect([moved.persisting.length, moved.gone]).toEqual([299_999, [many.at(-1)]]);
});
