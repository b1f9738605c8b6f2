import { sides, type Side } from '../../../contract/side.ts';
import { literal, type Lane } from '../../snapshot/duckdb/database.ts';
import type { DirectTable } from './direct-table.ts';
import type { KeptTables } from './kept-tables.ts';
import { faultAt, faultsAreBuilt } from '../run/fault.ts';
import type { StagedFile } from './stage-side.ts';

/** A table's canonical stage as DuckDB sees it. Its names hold numbers alone, never a name from a file. */
export interface CanonicalTable {
  /** Index of the table in the plan. */
  readonly index: number;
  readonly width: number;
}

/** View of one side: f, r, c0 … in canonical texts; where it was read directly, v0 … and no r. */
export const sideView = (table: CanonicalTable, side: Side): string => `t${table.index}_${side}`;
/** Table of the rows of differing keys of both sides: side, f, r, kd, rd, st, c0 … */
export const drilledTable = (table: CanonicalTable): string => `t${table.index}_drilled`;
/** `c0, c1 …`, each behind a prefix when one is given. */
export const cells = (columns: readonly number[] | number, prefix = ''): string =>
  (typeof columns === 'number' ? Array.from({ length: columns }, (_, c) => c) : columns)
    .map((c) => `${prefix}c${c}`)
    .join(', ');

/** Opens both sides to DuckDB: their canonical stages, or the exports themselves, or what was kept of those. */
export async function openCanonicalTable(
  { connection }: Lane,
  table: CanonicalTable,
  staged: Readonly<Record<Side, readonly StagedFile[]>>,
  direct: (DirectTable & { readonly kept: KeptTables }) | null = null,
): Promise<void> {
  for (const side of sides) {
    if (direct !== null) {
      const { [side]: kept } = direct.kept;
      const both = direct.asked.map((c) => `v${c}, ${direct.toText[c]!(`v${c}`)} AS c${c}`);
      const from = kept === null ? direct.queries[side] : `SELECT f, ${both.join(', ')} FROM ${kept}`;
      await connection.run(`CREATE VIEW ${sideView(table, side)} AS ${from}`);
      continue;
    }
    const paths = staged[side].flatMap(({ groups }) => groups.flatMap(({ canonical }) => canonical?.path ?? []));
    await connection.run(
      `CREATE VIEW ${sideView(table, side)} AS ${seeded(table, side, selectFrom(paths, table.width))}`,
    );
  }
}

/** Parquet files that are all alike; where there are none, an empty relation of the same columns. */
function selectFrom(paths: readonly string[], width: number): string {
  if (paths.length > 0) return `SELECT * FROM read_parquet([${paths.map(literal).join(', ')}])`;
  const columns = Array.from({ length: width }, (_, c) => `NULL::VARCHAR AS c${c}`);
  return `SELECT * FROM (SELECT 0::INTEGER AS f, 0::BIGINT AS r, ${columns.join(', ')}) WHERE false`;
}

/** In a test build alone: DuckDB's path loses or alters a row of the target. */
function seeded({ width }: CanonicalTable, side: Side, select: string): string {
  if (!faultsAreBuilt) return select;
  const fault = side === 'target' ? faultAt('duckdb') : null;
  if (fault === null) return select;
  const struck = `f = 0 AND r = ${fault.row}`;
  if (fault.what === 'drop') return `SELECT * FROM (${select}) WHERE NOT (${struck})`;
  const last = `c${width - 1}`;
  return `SELECT * REPLACE (CASE WHEN ${struck} THEN coalesce(${last}, '') || 'x' ELSE ${last} END AS ${last}) FROM (${select})`;
}

/** The type of v{c} where a table's views have a number there that SQL adds up as it is; null where c{c} alone is exact. */
export const numberOf = (table: { readonly direct: Pick<DirectTable, 'numbers'> | null }, c: number): string | null =>
  table.direct?.numbers[c] ?? null;
