import { literal, type Database } from '../snapshot/database.ts';
import { plainParquetOptions } from '../snapshot/plain-parquet-options.ts';
import { cells, drilledTable, sideView, type CanonicalTable } from './canonical-tables.ts';

/**
 * Step 5: DuckDB fetches the rows of the differing keys from both canonical stages, or from what workers have `fetched`
 * of exports that were not staged. `rows` are the merge's files.
 * Where none differs the table is there and empty.
 */
export async function drillTable(
  { connection }: Database,
  table: CanonicalTable,
  rows: readonly string[],
  fetched: (Readonly<Record<'source' | 'target', readonly string[]>> & { readonly floats: readonly number[] }) | null,
): Promise<void> {
  const places =
    rows.length === 0
      ? `(SELECT 0::INTEGER AS side, 0::INTEGER AS f, 0::BIGINT AS r, ''::BLOB AS kd, ''::BLOB AS rd, 0::INTEGER AS st WHERE false)`
      : `read_parquet([${rows.map(literal).join(', ')}])`;
  const from = (name: 'source' | 'target') =>
    fetched === null ? sideView(table, name) : fetchedRows(table.width, fetched.floats, fetched[name]);
  const side = (name: 'source' | 'target', number: 0 | 1) =>
    `SELECT d.side, d.f, d.r, d.kd, d.rd, d.st, s.* EXCLUDE (f, r)
     FROM ${places} d JOIN ${from(name)} s ON s.f = d.f AND s.r = d.r WHERE d.side = ${number}`;
  await connection.run(
    `CREATE TABLE ${drilledTable(table)} AS ${side('source', 0)} UNION ALL BY NAME ${side('target', 1)}`,
  );
}

/** Rows whose listing, in three forms, is some ten megabytes; DuckDB takes multiples of 2,048. */
const groupRows = (width: number): number => Math.max(1, Math.floor(2 ** 24 / (600 + 90 * width) / 2048)) * 2048;

/** Writes the drilled rows in the order of the listing (formats.md section 8), plain, for workers to list a row group each: files end to end. */
export async function writeDrilled({ connection }: Database, table: CanonicalTable, path: string): Promise<string[]> {
  await connection.run(
    `COPY (SELECT side, f, r, kd, rd, st, ${cells(table.width)} FROM ${drilledTable(table)}
     ORDER BY kd, st, side, rd, f, r) TO ${literal(path)} (${plainParquetOptions}, ROW_GROUP_SIZE ${groupRows(table.width)})`,
  );
  return [path];
}

/** Files of fetched rows; where there are none, an empty relation of the columns that every table has. */
function fetchedRows(width: number, floats: readonly number[], paths: readonly string[]): string {
  if (paths.length > 0) return `read_parquet([${paths.map(literal).join(', ')}])`;
  const columns = [
    ...Array.from({ length: width }, (_, c) => `NULL::VARCHAR AS c${c}`),
    ...floats.map((c) => `NULL::DOUBLE AS h${c}`),
  ];
  return `(SELECT 0::INTEGER AS f, 0::BIGINT AS r, ${columns.join(', ')} WHERE false)`;
}
