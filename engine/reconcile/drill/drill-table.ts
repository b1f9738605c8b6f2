import { literal, type Lane } from '../../snapshot/duckdb/database.ts';
import { plainParquetOptions } from '../../snapshot/parquet/plain-parquet-options.ts';
import { cells, drilledTable, sideView, type CanonicalTable } from '../read/canonical-tables.ts';
import type { DifferingFile } from '../fold/differing-rows.ts';
import { groupRows } from './listing-groups.ts';

const filesOf = (paths: readonly string[]): string => `read_parquet([${paths.map(literal).join(', ')}])`;

/** What DuckDB holds of a row that it joins and sorts, beside its cells' own bytes. */
const rowBytes = (width: number): number => 400 + 24 * width;

export interface DrillRequest {
  readonly table: CanonicalTable;
  readonly found: readonly DifferingFile[];
  /** Bytes of cells that a row has on the average. */
  readonly cellBytes: number;
  /** What DuckDB may hold. */
  readonly memory: number;
  readonly file: () => string;
}

/**
 * Step 5 of a staged table: DuckDB joins the rows of the differing keys with both canonical stages, and writes them in
 * the order of the listing, plain, for workers to list a row group each. Gives the files, end to end. It takes as many
 * ranges at a time as it has memory for: what it would have to spill of a join and a sort at once does not always fit.
 */
export async function drillStaged({ connection }: Lane, request: DrillRequest): Promise<readonly string[]> {
  const { table, found, cellBytes, memory, file } = request;
  const columns = `side, f, r, kd, rd, st, ${cells(table.width)}`;
  const drilled: string[] = [];
  for (const some of inPieces(found, memory / (cellBytes + rowBytes(table.width)))) {
    const places = filesOf(some.map(({ path }) => path));
    const side = (name: 'source' | 'target', number: 0 | 1) =>
      `SELECT d.*, s.* EXCLUDE (f, r) FROM ${places} d JOIN ${sideView(table, name)} s ON s.f = d.f AND s.r = d.r WHERE d.side = ${number}`;
    const path = file();
    await connection.run(
      `COPY (SELECT ${columns} FROM (${side('source', 0)} UNION ALL BY NAME ${side('target', 1)}) ORDER BY o) TO ${literal(path)} (${plainParquetOptions}, ROW_GROUP_SIZE ${groupRows(table.width)})`,
    );
    drilled.push(path);
  }
  return drilled;
}

/** Files in their order, so many rows together at most, but one at least. */
function inPieces(found: readonly DifferingFile[], most: number): DifferingFile[][] {
  const pieces: DifferingFile[][] = [];
  let rows = Infinity;
  for (const one of found) {
    if (rows + one.rows > most) pieces.push([]);
    rows = pieces.at(-1)!.length === 0 ? one.rows : rows + one.rows;
    pieces.at(-1)!.push(one);
  }
  return pieces;
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
