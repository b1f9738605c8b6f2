import { literal, type Database } from '../../snapshot/duckdb/database.ts';
import { cells } from '../read/canonical-tables.ts';
import type { HashedGroup } from '../hash/hash-rows.ts';
import { textRows } from '../../snapshot/duckdb/text-rows.ts';
import type { PickedRow } from './pick-rows.ts';

/** The canonical cells of the rows drawn, from the canonical stage, in their order. */
export async function drawnCells(
  database: Database,
  groups: readonly HashedGroup[],
  width: number,
  picked: readonly PickedRow[],
): Promise<(string | null)[][]> {
  const byGroup = new Map<number, Map<string, number>>();
  picked.forEach(({ group, row }, i) => {
    const rows = byGroup.get(group) ?? new Map<string, number>();
    byGroup.set(group, rows.set(String(row), i));
  });
  const found: (string | null)[][] = [];
  for (const [group, rows] of byGroup) {
    const path = literal(groups[group]!.canonical!.path);
    const wanted = [...rows.keys()].join(', ');
    const read = await textRows(
      database,
      `SELECT r::VARCHAR, ${cells(width)} FROM read_parquet(${path}) WHERE r IN (${wanted})`,
    );
    for (const [row, ...own] of read) found[rows.get(row!)!] = own;
  }
  return found;
}
