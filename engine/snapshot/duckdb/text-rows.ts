import type { DuckDBConnection } from '@duckdb/node-api';

/** A text of DuckDB's, NULL as null: counts, sums and hashes travel as text too. */
export type Cell = string | null;

/**
 * All rows of a query, in its order, every column as text. On its way into JavaScript a text loses the U+FEFF that it
 * begins with, as if it were a file with a byte order mark: so each travels behind a character of our own.
 */
export async function textRows(
  { connection }: { readonly connection: DuckDBConnection },
  sql: string,
): Promise<Cell[][]> {
  const rows = (await connection.runAndReadAll(`SELECT '.' || COLUMNS(*) FROM (${sql})`)).getRows() as Cell[][];
  return rows.map((row) => row.map((cell) => cell?.slice(1) ?? null));
}

/** The one row of such a query. */
export async function oneRow(lane: { readonly connection: DuckDBConnection }, sql: string): Promise<Cell[]> {
  return (await textRows(lane, sql))[0] ?? [];
}
