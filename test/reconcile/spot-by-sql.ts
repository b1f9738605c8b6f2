import { DuckDBInstance } from '@duckdb/node-api';

export type Cells = readonly (string | null)[];

/** What a stranger needs for drawing a sample again: the rows, the draw, and DuckDB's SQL (spot-checks.md). */
export interface SqlDraw {
  /** Rows of id (text), balance (decimal(2)) and region (text), in canonical texts. */
  readonly rows: readonly Cells[];
  /** JCS of the draw, written by hand. */
  readonly draw: string;
  readonly size: number;
}

const ranked = `
  WITH records AS (
    SELECT *, concat(balance, ',', '"' || replace(id, '"', '""') || '"', ',', '"' || replace(region, '"', '""') || '"') AS record
    FROM rows
  ), numbered AS (
    SELECT *, sha256(record) AS digest, row_number() OVER (PARTITION BY record) AS occurrence FROM records
  ), ranked AS (
    SELECT *, sha256(concat_ws(chr(10), sha256($draw), digest, occurrence)) AS rank FROM numbered
  )`;

const queries = {
  random: `${ranked} SELECT record, digest, occurrence, rank FROM ranked ORDER BY rank LIMIT $size`,
  /** \`share\` is the allocation of a stratum, worked out by hand. */
  stratified: `${ranked}, lots AS (
      SELECT *, row_number() OVER (PARTITION BY region ORDER BY rank) AS lot FROM ranked
    ) SELECT record, digest, occurrence, rank FROM lots JOIN shares ON region IS NOT DISTINCT FROM value WHERE lot <= share
    ORDER BY encode(region) NULLS FIRST, rank`,
  monetary: `${ranked}, weighed AS (
      SELECT *, abs(coalesce(replace(balance, '.', '')::HUGEINT, 0)) AS size FROM ranked
    ) SELECT record, digest, occurrence, rank FROM weighed
    WHERE ('0x' || rank[1:16])::UBIGINT::HUGEINT * (SELECT sum(size) FROM weighed) < size * $size * 18446744073709551616
    ORDER BY rank`,
};

/** Record, row digest, occurrence and rank of the rows that SQL draws. */
export async function drawBySql(
  method: keyof typeof queries,
  { rows, draw, size }: SqlDraw,
  shares: readonly (readonly [string | null, number])[] = [],
): Promise<string[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const text = (value: string | null) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`);
    const insert = async (table: string, lines: readonly string[]) => {
      if (lines.length > 0) await connection.run(`INSERT INTO ${table} VALUES ${lines.join(', ')}`);
    };
    await connection.run('CREATE TABLE rows (id VARCHAR, balance VARCHAR, region VARCHAR)');
    await insert(
      'rows',
      rows.map((row) => `(${row.map(text).join(', ')})`),
    );
    await connection.run('CREATE TABLE shares (value VARCHAR, share BIGINT)');
    await insert(
      'shares',
      shares.map(([value, share]) => `(${text(value)}, ${share})`),
    );
    const query = queries[method].replaceAll('$draw', text(draw)).replaceAll('$size', String(size));
    return (await connection.runAndReadAll(query)).getRows().map((row) => row.map(String));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
