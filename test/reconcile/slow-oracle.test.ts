import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sides } from '../../contract/side.ts';
import { openPlan } from '../../cli/open-plan.ts';
import { unitsText } from '../../engine/canonical/scaled-integer.ts';
import type { Plan, TablePlan } from '../../engine/plan/plan.ts';
import { slowCheck, slowTotals } from '../oracle/slow-questions.ts';
import { exact, reconcileSlowly, type SlowAnswer, type SlowTable } from '../oracle/slow-reconciliation.ts';
import { slowTree } from '../oracle/slow-tree.ts';
import { Ledgers, type Outcome } from './ledger.ts';
import { ledgerOf, randomTable } from './random-ledger.ts';

const ledgers = new Ledgers();
const terms = [
  'rows',
  'excluded',
  'unrepresentable',
  'matched',
  'matchedUnderRule',
  'withinTolerance',
  'changed',
  'only',
  'duplicatesMatched',
  'duplicatesLeft',
];

interface Case {
  readonly plan: Plan;
  readonly slow: SlowAnswer;
  readonly outcome: Outcome;
}
const property = async (facts: (found: Case) => void, runs: number): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(fc.array(randomTable, { minLength: 8, maxLength: 8 }), async (tables) => {
      const { plan, files } = ledgerOf(tables);
      const path = ledgers.write(plan, files);
      const opened = openPlan(path).plan;
      const slow = await reconcileSlowly(opened, dirname(path));
      facts({ plan: opened, slow, outcome: await ledgers.reconcile(path) });
    }),
    // Shrinking would run the engine hundreds of times: the seed says enough.
    { numRuns: runs, endOnFailure: true },
  );
};
const each = ({ plan, slow, outcome }: Case, facts: (plan: TablePlan, slow: SlowTable, at: number) => void): void => {
  expect(outcome.report.tables.map(({ name }) => name)).toEqual(plan.tables.map(({ name }) => name));
  plan.tables.forEach((table, at) => facts(table, slow.tables[at]!, at));
};

describe('random pairs of tables, reconciled by the book and by the engine', () => {
  it('agree in every term, every line, every tree, every column, total, check and shard', async () => {
    await property((found) => {
      const { report, lines, folder } = found.outcome;
      expect(report.verdict).not.toBe('NOT_PROVEN');
      expect(lines).toEqual(found.slow.lines);
      each(found, (plan, slow, at) => {
        const table = report.tables[at]!;
        for (const side of sides)
          expect(table[side]).toEqual(Object.fromEntries(terms.map((term) => [term, String(slow[side][term] ?? 0)])));
        expect(
          table.columns.map(({ name, changed, withinTolerance, toleranceSum, altered }) => ({
            name,
            changed,
            withinTolerance,
            toleranceSum,
            altered,
          })),
        ).toEqual(slowColumns(plan, slow, found.slow));
        expect(table.totals).toEqual(slowTotals(plan, slow));
        const other = (side: 'source' | 'target') => (name: string) => {
          const index = found.plan.tables.findIndex((one) => one.name === name);
          return { key: found.plan.tables[index]!.key, rows: found.slow.tables[index]!.rows[side] };
        };
        expect(table.checks).toEqual(
          plan.checks.flatMap((check) =>
            sides.map((side) => {
              const failing = slowCheck(check, plan, slow.rows[side], other(side));
              return { name: check.name, side, pass: failing === 0, failing: String(failing) };
            }),
          ),
        );
        expect(table.shards!.values).toEqual(slowShards(plan, slow, found.slow));
        treesOf(slow, table, join(folder, 'tables', String(at + 1).padStart(4, '0')));
      });
    }, 6);
  });
});

/** Roots, leaves and the listings of differing buckets, as the package holds them. */
function treesOf(slow: SlowTable, table: Outcome['report']['tables'][number], folder: string): void {
  const entries = Math.max(...sides.map((side) => slow.rows[side].length));
  if (entries <= 128) expect([0, 1, 3, 9]).toContain(table.depth);
  const trees = { source: slowTreeOf('source'), target: slowTreeOf('target') };
  function slowTreeOf(side: 'source' | 'target') {
    return slowTree(
      slow.rows[side].map(({ keyDigest, digest }) => keyDigest + digest),
      table.depth,
    );
  }
  const differing = trees.source.listings.flatMap((listing, bucket) =>
    listing.join() === trees.target.listings[bucket]!.join() ? [] : [bucket],
  );
  expect(table.bucketsDiffering).toBe(String(differing.length));
  for (const side of sides) {
    expect(table.roots[side]).toBe(trees[side].root);
    expect(readFileSync(join(folder, `${side}.buckets`)).equals(trees[side].leaves)).toBe(true);
    const listings = differing.map((bucket) => {
      const listing = trees[side].listings[bucket]!;
      const number = (value: number) => value.toString(16).padStart(8, '0');
      return number(bucket) + number(listing.length) + listing.join('');
    });
    expect(readFileSync(join(folder, `${side}.listings`), 'hex')).toBe(listings.join(''));
  }
}

interface Line {
  readonly table: string;
  readonly kind: string;
  readonly columns: string[];
  readonly source: { file: string; row: string } | null;
  readonly target: { file: string; row: string } | null;
}
const linesOf = (slow: SlowTable, answer: SlowAnswer): Line[] =>
  answer.lines
    .map((line) => JSON.parse(line) as Line)
    .filter(({ table, kind }) => table === slow.name && kind !== 'unrepresentable');
const rowAt = (slow: SlowTable, side: 'source' | 'target', place: Line['source']) =>
  slow.rows[side].find(({ file, at }) => file === place?.file && at === Number(place.row) - 1)!;

function slowColumns(plan: TablePlan, slow: SlowTable, answer: SlowAnswer) {
  const pairs = linesOf(slow, answer).filter(({ kind }) => kind === 'changed' || kind === 'within_tolerance');
  const texts = (counts: Record<string, number>) =>
    Object.fromEntries(Object.entries(counts).map(([rule, count]) => [rule, String(count)]));
  return plan.columns.map(({ name, type, tolerance }, c) => {
    const scale = type.kind === 'decimal' ? type.scale : 0;
    let [changed, within, sum] = [0, 0, 0n];
    for (const { source, target } of pairs.filter(({ columns }) => columns.includes(name))) {
      const [a, b] = [rowAt(slow, 'source', source).cells.get(name), rowAt(slow, 'target', target).cells.get(name)];
      const by = typeof a === 'string' && typeof b === 'string' && tolerance !== null ? exact(a) - exact(b) : null;
      const size = by === null || by >= 0n ? by : -by;
      if (size !== null && size <= exact(tolerance!)) {
        within++;
        sum += size;
      } else changed++;
    }
    const toleranceSum = tolerance === null ? undefined : unitsText(sum / 10n ** BigInt(100 - scale), scale);
    const altered = { source: texts(slow.altered.source[c]!), target: texts(slow.altered.target[c]!) };
    return { name, changed: String(changed), withinTolerance: String(within), toleranceSum, altered };
  });
}

function slowShards(plan: TablePlan, slow: SlowTable, answer: SlowAnswer) {
  const lines = linesOf(slow, answer);
  const valueOf = (row: SlowTable['rows']['source'][number]) => row.cells.get(plan.shard!)!;
  const values = [...new Set(sides.flatMap((side) => slow.rows[side].map(valueOf)))];
  const rank = (value: string | null) => (value === null ? '' : `1${Buffer.from(value).toString('hex')}`);
  return values
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map((value) => {
      const count = (side: 'source' | 'target') => slow.rows[side].filter((row) => valueOf(row) === value).length;
      const differing = sides.flatMap((side) =>
        lines.filter((line) => line[side] !== null && valueOf(rowAt(slow, side, line[side])) === value),
      );
      return {
        value,
        source: String(count('source')),
        target: String(count('target')),
        differing: String(differing.length),
      };
    });
}
