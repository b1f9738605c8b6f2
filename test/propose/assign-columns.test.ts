import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignedColumn, type AlignedColumn } from '../../engine/propose/rows/aligned-column.ts';
import { assignColumns } from '../../engine/propose/pairs/assign-columns.ts';
import { byLikelihood, isThinkable, type ColumnPair } from '../../engine/propose/pairs/column-pair.ts';
import { Pairing } from '../../engine/propose/pairs/pairing.ts';
import { settledPairs } from '../../engine/propose/pairs/settled-pairs.ts';

const rows = 60;
const names = ['id', 'amount', 'amount_minor', 'status', 'Status Code', 'opened', 'note', 'x'];
/** What a column may hold in row i; a target column holds it as the source does, or a little otherwise. */
const values: readonly ((i: number) => string | null)[] = [
  (i) => `AC-${i}`,
  (i) => String((i * 7919) % 1000),
  (i) => `${(i * 7919) % 1000}00`,
  (i) => ['open', 'closed', 'frozen'][i % 3]!,
  (i) => String(i % 3),
  () => 'EUR',
  () => null,
  (i) => (i % 4 === 0 ? null : `2024-0${(i % 9) + 1}-1${i % 10}`),
];
const column = fc.record({ value: fc.nat(values.length - 1), noise: fc.nat(3) });
const side = fc.uniqueArray(fc.tuple(fc.nat(names.length - 1), column), {
  selector: ([name]) => name,
  maxLength: names.length,
});

const columnsOf = (drawn: readonly (readonly [number, { value: number; noise: number }])[]): AlignedColumn[] =>
  drawn.map(([name, { value, noise }], at) => {
    const texts = Array.from({ length: rows }, (_, i) => values[value]!(noise > 0 && i % 17 < noise ? i + 1 : i));
    return alignedColumn(names[name]!, at, 'text', texts);
  });

const said = ({ source, target, sure, score }: ColumnPair) => ({ source: source.at, target: target.at, sure, score });

describe('the columns of two tables', () => {
  it('are paired as if each were held against all of the other side, and what is nearest to one left alone too', () => {
    fc.assert(
      fc.property(side, side, fc.boolean(), (ours, theirs, hasKey) => {
        const aligned = { rows, source: columnsOf(ours), target: columnsOf(theirs) };
        const keyed = hasKey && ours.length > 0 && theirs.length > 0 ? [[0, 0] as const] : [];
        const all = new Pairing(aligned, keyed).candidates(aligned.source, aligned.target).sort(byLikelihood);
        const taken = new Set<AlignedColumn>();
        const expected = all.filter((pair) => {
          if (taken.has(pair.source) || taken.has(pair.target) || !isThinkable(pair)) return false;
          taken.add(pair.source).add(pair.target);
          return true;
        });
        const { pairs, alone } = assignColumns(aligned, keyed);
        expect(pairs.map(said)).toEqual(expected.sort((a, b) => a.source.at - b.source.at).map(said));
        for (const { side, column, near } of alone) {
          const own = (pair: ColumnPair) => pair[side].name === column && pair.found.fit.agreement.agree > 0;
          expect(near === null ? null : said(near)).toEqual(all.filter(own).map(said)[0] ?? null);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('of a wide table are settled by name where the rows agree, so that time does not grow with their square', () => {
    const wide = Array.from({ length: 120 }, (_, c) =>
      alignedColumn(
        `column ${c} of it`,
        c,
        'text',
        Array.from({ length: rows }, (_, i) => `${(i * (c + 7919)) % 997}`),
      ),
    );
    const pairing = new Pairing({ rows, source: wide, target: wide.map((one) => ({ ...one })) }, []);
    expect(settledPairs(pairing).length).toBe(wide.length);
  });
});
