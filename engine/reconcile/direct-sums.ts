import { sides, type BySide, type Side } from '../../contract/side.ts';
import type { Database } from '../snapshot/database.ts';
import { drilledTable, type CanonicalTable } from './canonical-tables.ts';
import type { Disagreement } from './cross-check.ts';
import type { DirectTable } from './direct-table.ts';
import type { KeptTables } from './kept-tables.ts';
import type { MergeCounts } from './merge-bucket.ts';
import { oneRow, textRows } from './one-row.ts';
import type { StageContext } from './stage-side.ts';

/** Count, and sum of DuckDB's own hash, over every row of a side as DuckDB reads it; decimal texts. */
export type DirectSums = BySide<{ readonly rows: string; readonly sum: string }>;

const columnList = (of: (c: number) => string, width: number): string =>
  Array.from({ length: width }, (_, c) => of(c)).join(', ');

/** DuckDB's reading of both exports, while workers hash them. A query that the signal stops rejects. */
export async function sumDirect(
  direct: DirectTable,
  kept: KeptTables,
  { database, turnstile }: Pick<StageContext, 'database' | 'turnstile'>,
  signal: AbortSignal,
): Promise<DirectSums> {
  const hash = `hash(${columnList((c) => `v${c}`, direct.ofText.length)})`;
  const sum = (side: Side) =>
    turnstile.pass(async () => {
      signal.throwIfAborted();
      const quiet = database.interruptOn(signal);
      try {
        let from = `(SELECT ${hash} AS h FROM (${direct.queries[side]}))`;
        if (kept[side] !== null) {
          const cells = direct.asked.map((c) => `c${c}`).join(', ');
          await database.connection.run(
            `CREATE TABLE ${kept[side]} AS SELECT f, ${cells}, ${hash} AS h FROM (${direct.queries[side]})`,
          );
          from = kept[side];
        }
        const [rows, total] = await oneRow(
          database,
          `SELECT count(*)::VARCHAR, coalesce(sum(h), 0)::VARCHAR FROM ${from}`,
        );
        return { rows: rows!, sum: total! };
      } finally {
        quiet();
      }
    });
  return { source: await sum('source'), target: await sum('target') };
}

/**
 * Agreement 2 where nothing is staged: of what DuckDB counts and sums over all rows of an export, the rows of differing
 * keys are taken out as the hash path fetched them. What is left is equal on both sides, and as much as matched.
 */
export async function checkDirectSums(
  database: Database,
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
