import type { Database } from '../snapshot/database.ts';

/** A value of a query whose columns are all VARCHAR: counts and hashes travel as text. */
export type Cell = string | null;

/** All rows of such a query. */
export async function textRows({ connection }: Database, sql: string): Promise<Cell[][]> {
  return (await connection.runAndReadAll(sql)).getRows() as Cell[][];
}
