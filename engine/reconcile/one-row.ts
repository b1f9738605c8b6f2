import type { Lane } from '../snapshot/database.ts';

/** All rows of a query whose columns are all VARCHAR: counts and sums travel as text. */
export async function textRows({ connection }: Pick<Lane, 'connection'>, sql: string): Promise<(string | null)[][]> {
  return (await connection.runAndReadAll(sql)).getRows() as (string | null)[][];
}

/** The one row of such a query. */
export async function oneRow(lane: Pick<Lane, 'connection'>, sql: string): Promise<(string | null)[]> {
  return (await textRows(lane, sql))[0] ?? [];
}
