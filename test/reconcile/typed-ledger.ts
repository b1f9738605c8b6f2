import { DuckDBInstance } from '@duckdb/node-api';

/** A column of every type: how DuckDB makes row i's value, and how it writes the canonical text, both in SQL. */
interface TypedColumn {
  readonly type: string;
  readonly value: string;
  readonly canonical: (name: string) => string;
}
const asText = (name: string) => `CAST(${name} AS VARCHAR)`;
const quoted = (name: string) => `'"' || replace(${name}, '"', '""') || '"'`;
const instant = `make_timestamp(1700000000000000 + i * 7919000017)`;

/** In the ascending order of their names' bytes. */
export const typedColumns: Readonly<Record<string, TypedColumn>> = {
  Seen: {
    type: 'timestamp',
    value: `CAST(${instant} AS TIMESTAMPTZ)`,
    canonical: (n) => `strftime(${n}, '%Y-%m-%dT%H:%M:%S.%fZ')`,
  },
  amount: {
    type: 'decimal(2)',
    value: `CAST(CAST(hash(i) % 2000001 AS BIGINT) - 1000000 AS DECIMAL(18,0)) * CAST('0.01' AS DECIMAL(3,2))`,
    canonical: asText,
  },
  born: {
    type: 'date',
    value: `CAST(DATE '0001-01-01' + CAST(i * 211 AS INTEGER) AS DATE)`,
    canonical: (n) => `strftime(${n}, '%Y-%m-%d')`,
  },
  civil: {
    type: 'datetime(3)',
    value: `CAST(${instant} AS TIMESTAMP_MS)`,
    canonical: (n) => `strftime(${n}, '%Y-%m-%dT%H:%M:%S.%g')`,
  },
  doc: {
    type: 'bytes',
    value: `unhex(left(md5(CAST(i AS VARCHAR)), CAST(2 * (i % 9) AS BIGINT)))`,
    canonical: (n) => `'0x' || lower(hex(${n}))`,
  },
  k1: { type: 'text', value: `'K' || (i % 97)`, canonical: quoted },
  k2: { type: 'int', value: `CASE WHEN i % 50 <> 7 THEN i // 97 END`, canonical: asText },
  name: {
    type: 'text',
    value: `CASE i % 9 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'a"b' WHEN 3 THEN ' x, ' || i WHEN 4 THEN 'é💶 ' || i
      WHEN 5 THEN 'line' || chr(10) || i WHEN 6 THEN repeat('w', CAST(300 + i % 50 AS BIGINT)) ELSE '' || i END`,
    canonical: quoted,
  },
  ok: { type: 'bool', value: `CASE WHEN i % 3 < 2 THEN i % 3 = 0 END`, canonical: asText },
  rate: {
    type: 'float',
    value: `CASE i % 7 WHEN 0 THEN CAST('-0' AS DOUBLE) WHEN 1 THEN CAST('NaN' AS DOUBLE) WHEN 2 THEN CAST('-inf' AS DOUBLE) ELSE i / 7.0 - 100 END`,
    canonical: (n) =>
      `CASE WHEN isnan(${n}) THEN '7ff8000000000000' ELSE printf('%016x', CAST(CAST(${n} AS BIT) AS UBIGINT)) END`,
  },
  u: { type: 'uuid', value: `CAST(md5(CAST(i AS VARCHAR)) AS UUID)`, canonical: asText },
};
const names = Object.keys(typedColumns);
export const typedKey = ['k2', 'k1'];

/** A plan's columns, every name its own. */
export const planColumns: Readonly<Record<string, { readonly type: string }>> = Object.fromEntries(
  names.map((name) => [name, { type: typedColumns[name]!.type }]),
);

/** The canonical record of columns as one text, written in SQL from formats.md section 1. */
export const recordSql = (columns: readonly string[] = names): string =>
  columns.map((name) => `coalesce(${typedColumns[name]!.canonical(name)}, '')`).join(` || ',' || `);

/** Texts of every column under its own name, as an export without types would hold them. */
export const textsSql = names
  .map((name) =>
    typedColumns[name]!.type === 'text'
      ? name
      : name === 'rate'
        ? `replace(CAST(rate AS VARCHAR), 'nan', 'NaN') AS rate`
        : `${typedColumns[name]!.canonical(name)} AS ${name}`,
  )
  .join(', ');

/** DuckDB with a table `ledger` of so many rows: duplicates, NULL in the key, a value of every type. */
export async function typedLedger(rows: number) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  const values = names.map((name) => `${typedColumns[name]!.value} AS ${name}`).join(', ');
  await connection.run(`CREATE TABLE ledger AS SELECT i, ${values} FROM range(${rows}) r(i)`);
  await connection.run(`INSERT INTO ledger SELECT * FROM ledger WHERE i % 401 = 5`);
  return {
    run: (sql: string) => connection.run(sql),
    /** One column of texts. */
    texts: async (sql: string) => (await connection.runAndReadAll(sql)).getRows().map(([text]) => text as string),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
