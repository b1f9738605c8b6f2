import { problemOf } from '../../../contract/problem.ts';
import { sides, type BySide, type Side } from '../../../contract/side.ts';
import type { Attempt } from '../read/attempt.ts';
import type { Database, Lane } from '../../snapshot/duckdb/database.ts';
import { drilledTable, type CanonicalTable } from '../read/canonical-tables.ts';
import type { Disagreement } from './cross-check.ts';
import type { DirectTable } from '../read/direct-table.ts';
import type { KeptTables } from '../read/kept-tables.ts';
import type { MergeCounts } from '../fold/merge-bucket.ts';
import { oneRow, textRows } from '../../snapshot/duckdb/text-rows.ts';

/** Count, and sum of DuckDB's own hash, over every row of a side as DuckDB reads it; decimal texts. */
export type DirectSums = BySide<{ readonly rows: string; readonly sum: string }>;

const columnList = (of: (c: number) => string, width: number): string =>
  Array.from({ length: width }, (_, c) => of(c)).join(', ');

/** DuckDB's reading of both exports, while workers hash them; null where it gave up, or another did. */
export async function sumDirect(
  direct: DirectTable,
  kept: KeptTables,
  bytes: BySide<number>,
  database: Database,
  attempt: Attempt,
): Promise<DirectSums | null> {
  const hash = `hash(${columnList((c) => `v${c}`, direct.ofText.length)})`;
  const sum = (side: Side) =>
    database.inLane(async (lane) => {
      attempt.signal.throwIfAborted();
      const quiet = lane.interruptOn(attempt.signal);
      try {
        let from = `(SELECT ${hash} AS h FROM (${direct.queries[side]}))`;
        if (kept[side] !== null) {
          const values = direct.asked.map((c) => `v${c}`).join(', ');
          await lane.connection.run(
            `CREATE TABLE ${kept[side]} AS SELECT f, ${values}, ${hash} AS h FROM (${direct.queries[side]})`,
          );
          from = kept[side];
        }
        const [rows, total] = await oneRow(lane, `SELECT count(*)::VARCHAR, coalesce(sum(h), 0)::VARCHAR FROM ${from}`);
        return { rows: rows!, sum: total! };
      } finally {
        quiet();
      }
    }, bytes[side]);
  const [source, target] = await Promise.all(
    sides.map((side) =>
      sum(side).catch((error: unknown) => {
        attempt.giveUp(`DuckDB does not read it so: ${problemOf(error).what.split('\n')[0]!}`);
        return null;
      }),
    ),
  );
  return source && target ? { source, target } : null;
}

/**
 * Agreement 2 where nothing is staged: of what DuckDB counts and sums over all rows of an export, the rows of differing
 * keys are taken out as the hash path fetched them. What is left is equal on both sides, and as much as matched.
 */
export async function checkDirectSums(
  database: Lane,
  table: CanonicalTable,
  name: string,
  { outside }: MergeCounts,
  direct: DirectTable & { readonly sums: DirectSums },
): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  const values = columnList((c) => direct.ofText[c]!(`c${c}`), table.width);
  const drilled = await textRows(
    database,
    `SELECT side::VARCHAR, count(*)::VARCHAR, sum(hash(${values}))::VARCHAR FROM ${drilledTable(table)} GROUP BY side`,
  );
  const rest = { source: 0n, target: 0n };
  for (const [number, side] of sides.entries()) {
    const [, rows, sum] = drilled.find(([of]) => of === String(number)) ?? [null, '0', '0'];
    const left = BigInt(direct.sums[side].rows) - BigInt(rows!);
    rest[side] = BigInt(direct.sums[side].sum) - BigInt(sum!);
    if (left !== BigInt(outside))
      found.push({
        agreement: '2',
        table: name,
        expected: `${outside} equal rows by digests`,
        found: `${left} rows of the ${side} by SQL`,
      });
  }
  if (rest.source !== rest.target)
    found.push({
      agreement: '2',
      table: name,
      expected: `sum ${rest.source} over the equal rows of the source`,
      found: `${rest.target} over the target's`,
    });
  return found;
}
