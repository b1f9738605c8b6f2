import { literal, type Lane } from '../snapshot/database.ts';
import { plainParquetOptions } from '../snapshot/plain-parquet-options.ts';
import { cells, drilledTable, sideView, type CanonicalTable } from './canonical-tables.ts';
import type { DifferingFile } from './differing-rows.ts';
import { groupRows } from './listing-groups.ts';

const filesOf = (paths: readonly string[]): string => `read_parquet([${paths.map(literal).join(', ')}])`;

/**
 * Step 5 of a staged table: DuckDB joins the rows of the differing keys with both canonical stages, and writes them in
 * the order of the listing, plain, for workers to list a row group each. Gives the files, end to end.
 */
export async function drillStaged(
  { connection }: Lane,
  table: CanonicalTable,
  found: readonly DifferingFile[],
  path: string,
): Promise<readonly string[]> {
  const columns = `side, f, r, kd, rd, st, ${cells(table.width)}`;
  const places = filesOf(found.map((file) => file.path));
  const side = (name: 'source' | 'target', number: 0 | 1) =>
    `SELECT d.*, s.* EXCLUDE (f, r) FROM ${places} d JOIN ${sideView(table, name)} s ON s.f = d.f AND s.r = d.r WHERE d.side = ${number}`;
  await connection.run(
    `COPY (SELECT ${columns} FROM (${side('source', 0)} UNION ALL BY NAME ${side('target', 1)}) ORDER BY o) TO ${literal(path)} (${plainParquetOptions}, ROW_GROUP_SIZE ${groupRows(table.width)})`,
  );
  return [path];
}

/** Opens to DuckDB what was drilled: the very files that are listed. */
export async function openDrilled(
  { connection }: Lane,
  table: CanonicalTable,
  paths: readonly string[],
): Promise<void> {
  await connection.run(`CREATE VIEW ${drilledTable(table)} AS SELECT * FROM ${filesOf(paths)}`);
}

/** Where no key differs the table is there and empty. */
export async function openUndrilled(
  { connection }: Lane,
  table: CanonicalTable,
  floats: readonly number[],
): Promise<void> {
  const columns = [
    ...Array.from({ length: table.width }, (_, c) => `NULL::VARCHAR AS c${c}`),
    ...floats.map((c) => `NULL::DOUBLE AS h${c}`),
  ];
  await connection.run(
    `CREATE VIEW ${drilledTable(table)} AS SELECT 0::INTEGER AS side, 0::INTEGER AS f, 0::BIGINT AS r, 0::INTEGER AS st, ${columns.join(', ')} WHERE false`,
  );
}
