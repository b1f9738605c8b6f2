import { sides, type BySide, type Side } from '../../../contract/side.ts';
import type { Lane } from '../../snapshot/duckdb/database.ts';
import { cells, drilledTable, sideView, type CanonicalTable } from '../read/canonical-tables.ts';
import type { MergeCounts } from '../fold/merge-bucket.ts';
import { oneRow } from '../../snapshot/duckdb/text-rows.ts';

/** Two paths that should have said the same and did not (formats.md section 7). */
export interface Disagreement {
  readonly agreement: '1' | '2' | '3' | '4' | 'self-test';
  readonly table: string;
  readonly expected: string;
  readonly found: string;
}

export interface SideRows {
  /** What a reader that is not DuckDB counted in the export. */
  readonly scanned: number;
  readonly excluded: number;
  readonly unrepresentable: number;
  /** Entries of the hash path. */
  readonly entries: number;
}

/**
 * Agreement 1: the scanner's count is excluded + unrepresentable + the rows that DuckDB finds, staged or, where it has
 * `counted` them, in the export; so are the entries.
 */
export async function checkRows(
  database: Lane,
  table: CanonicalTable,
  name: string,
  rows: Readonly<Record<Side, SideRows>>,
  counted: BySide<{ readonly rows: string }> | null,
): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  for (const side of sides) {
    const { scanned, excluded, unrepresentable, entries } = rows[side];
    const [staged] =
      counted === null
        ? await oneRow(database, `SELECT count(*)::VARCHAR FROM ${sideView(table, side)}`)
        : [counted[side].rows];
    const sum = BigInt(staged!) + BigInt(excluded) + BigInt(unrepresentable);
    if (sum !== BigInt(scanned))
      found.push({
        agreement: '1',
        table: name,
        expected: `${scanned} rows scanned in the ${side}`,
        found: `${sum}: ${excluded} excluded, ${unrepresentable} unrepresentable, ${staged!} staged`,
      });
    if (BigInt(staged!) !== BigInt(entries))
      found.push({
        agreement: '1',
        table: name,
        expected: `${staged!} rows staged of the ${side}`,
        found: `${entries} entries`,
      });
  }
  return found;
}

/** Agreement 2: without the differing keys DuckDB's count and sum of its own hash are equal on both sides and as many as matched. */
export async function checkSums(
  database: Lane,
  table: CanonicalTable,
  name: string,
  { outside }: MergeCounts,
): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  const rest = (side: Side, number: 0 | 1) =>
    oneRow(
      database,
      `SELECT count(*)::VARCHAR, coalesce(sum(hash(${cells(table.width)})), 0)::VARCHAR FROM ${sideView(table, side)} s
       ANTI JOIN ${drilledTable(table)} d ON d.side = ${number} AND d.f = s.f AND d.r = s.r`,
    );
  const [sourceCount, sourceSum] = await rest('source', 0);
  const [targetCount, targetSum] = await rest('target', 1);
  for (const [side, count] of [
    ['source', sourceCount],
    ['target', targetCount],
  ] as const)
    if (BigInt(count!) !== BigInt(outside))
      found.push({
        agreement: '2',
        table: name,
        expected: `${outside} equal rows by digests`,
        found: `${count!} rows of the ${side} by SQL`,
      });
  if (sourceSum !== targetSum)
    found.push({
      agreement: '2',
      table: name,
      expected: `sum ${sourceSum!} over the equal rows of the source`,
      found: `${targetSum!} over the target's`,
    });
  return found;
}

/**
 * Agreement 3: grouping the drilled rows by their texts, DuckDB finds every differing key to differ: a column, a missing
 * side, or unequal numbers. NULL parts of a key group as equal. Where its hashes of a key's rows, the target's taken from
 * the source's, do not add up to nothing, the rows are not the same: equal rows have equal hashes. Nothing proves nothing,
 * so that then all rows are grouped by all their texts.
 */
export async function checkDifferingKeys(
  database: Lane,
  table: CanonicalTable,
  name: string,
  key: readonly number[],
  { differingKeys }: MergeCounts,
  drilledRows: number,
): Promise<Disagreement[]> {
  const all = cells(table.width);
  const by = key.length === 0 ? all : cells(key);
  const count = (keysOf: string) =>
    oneRow(
      database,
      `SELECT coalesce(sum(rows), 0)::VARCHAR, count(*)::VARCHAR, (count(*) FILTER (differs))::VARCHAR FROM (${keysOf})`,
    );
  const ofSide = (what: string, side: 0 | 1) => `${what} FILTER (side = ${side})`;
  let [rows, keys, unequal] = await count(
    `SELECT count(*) AS rows, sum(CASE side WHEN 0 THEN h ELSE -h END) <> 0 AS differs
     FROM (SELECT ${by}, side, (hash(${all}) >> 1)::BIGINT AS h FROM ${drilledTable(table)}) GROUP BY ${by}`,
  );
  if (unequal !== keys)
    [rows, keys, unequal] = await count(
      `SELECT sum(source + target) AS rows, bool_or(source <> target) AS differs FROM (
         SELECT ${all}, ${ofSide('count(*)', 0)} AS source, ${ofSide('count(*)', 1)} AS target
         FROM ${drilledTable(table)} GROUP BY ${all}
       ) GROUP BY ${by}`,
    );
  const found: Disagreement[] = [];
  if (BigInt(rows!) !== BigInt(drilledRows))
    found.push({
      agreement: '3',
      table: name,
      expected: `${drilledRows} rows of differing keys`,
      found: `${rows!} in the stage`,
    });
  if (BigInt(keys!) !== BigInt(differingKeys) || BigInt(unequal!) !== BigInt(differingKeys))
    found.push({
      agreement: '3',
      table: name,
      expected: `${differingKeys} differing keys by digests`,
      found: `${unequal!} of ${keys!} keys differ by SQL`,
    });
  return found;
}

/** Agreement 3, for content: the rows that DuckDB joined are those whose digests differ, value for value. */
export function checkListed(name: string, unlike: number): Disagreement[] {
  if (unlike === 0) return [];
  const expected = 'every row of a differing key to have its digests by SQL too';
  return [{ agreement: '3', table: name, expected, found: `${unlike} rows with other values` }];
}
