import type { Database } from '../snapshot/database.ts';

/** All rows of a query whose columns are all VARCHAR: counts and sums travel as text. */
export async function textRows({ connection }: Database, sql: string): Promise<(string | null)[][]> {
  return (await connection.runAndReadAll(sql)).getRows() as (string | null)[][];
}

/** The one row of such a query. */
export async function oneRow(database: Database, sql: string): Promise<(string | null)[]> {
  return (await textRows(database, sql))[0] ?? [];
}
