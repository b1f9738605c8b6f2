import type { DuckDBConnection } from '@duckdb/node-api';
import { doubleText } from '../../canonical/double-text.ts';
import { literal } from './database.ts';
import { globLiteral } from './glob-literal.ts';
import { stagedName, type RawColumn } from '../raw-column.ts';
import { textRows, type Cell } from './text-rows.ts';

/** What a column holds, counted over all its rows: nothing is sampled or estimated. */
export interface ColumnProfile {
  readonly name: string;
  readonly kind: RawColumn['kind'];
  readonly rows: bigint;
  readonly nulls: bigint;
  /** Values that no type can read; no part of what follows. */
  readonly formless: bigint;
  readonly distinct: bigint;
  /** First and last text, by bytes. */
  readonly first: string | null;
  readonly last: string | null;
  /** Least and greatest by value, as written, where every value is a number. */
  readonly least: string | null;
  readonly greatest: string | null;
  /** Shortest and longest, in characters. */
  readonly shortest: bigint | null;
  readonly longest: bigint | null;
  /** The commonest values, at most ten; equally common ones by their bytes. */
  readonly top: readonly { readonly text: string; readonly rows: bigint }[];
  /** Where every value is a number: rows by equal parts of the way from least to greatest. */
  readonly histogram: readonly bigint[];
}

const topValues = 10;
const bins = 16;
const number = `'[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)'`;

type Row = Cell[];

/** So many columns are profiled out of the stages themselves; of more, so many at a time out of a table of their own. */
const someColumns = 250;

/** Profiles the columns of the raw stages of a table's files, which all hold them in the same order. */
export async function profileColumns(
  connection: DuckDBConnection,
  rawPaths: readonly string[],
  columns: readonly RawColumn[],
  signal?: AbortSignal,
): Promise<ColumnProfile[]> {
  const stages = `read_parquet([${rawPaths.map((path) => literal(globLiteral(path))).join(', ')}], hive_partitioning = false, union_by_name = false)`;
  const profiles: ColumnProfile[] = [];
  for (let first = 0; first < columns.length; first += someColumns) {
    const some = columns.slice(first, first + someColumns);
    const names = some.map((_, i) => stagedName(first + i));
    // Every query of a stage reads what it says of all its columns.
    if (some.length < columns.length)
      await connection.run(`CREATE OR REPLACE TEMP TABLE some_columns AS SELECT ${names.join(', ')} FROM ${stages}`);
    for (const [i, column] of some.entries()) {
      signal?.throwIfAborted();
      const from = some.length < columns.length ? 'some_columns' : stages;
      profiles.push(await profileColumn(connection, from, names[i]!, column));
    }
  }
  await connection.run('DROP TABLE IF EXISTS some_columns');
  return profiles;
}

async function profileColumn(
  connection: DuckDBConnection,
  from: string,
  column: string,
  { name, kind }: RawColumn,
): Promise<ColumnProfile> {
  const rows = (sql: string) => textRows({ connection }, sql);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE profiled AS SELECT ${column} AS raw, count(*) AS n FROM ${from} GROUP BY raw`,
  );
  // Where values may be formless the stage holds bytes, since the mark is no UTF-8.
  const [[type]] = (await rows(
    'SELECT any_value(typeof(raw)) FROM (SELECT raw FROM profiled UNION ALL SELECT NULL)',
  )) as [Row];
  const bytes = type === 'BLOB';
  const text = kind === 'formless' ? 'NULL::VARCHAR' : bytes ? 'try(decode(raw))' : 'CAST(raw AS VARCHAR)';
  const value = `SELECT ${text} AS v, n FROM profiled`;
  const [counts] = (await rows(
    `SELECT coalesce(sum(n), 0)::VARCHAR, coalesce(sum(n) FILTER (raw IS NULL), 0)::VARCHAR, coalesce(sum(n) FILTER (raw IS NOT NULL AND v IS NULL), 0)::VARCHAR,
       count(v)::VARCHAR, min(v), max(v), min(length(v))::VARCHAR, max(length(v))::VARCHAR,
       ${kind === 'double' ? `coalesce(bool_and(isfinite(raw)) FILTER (raw IS NOT NULL), false)` : `coalesce(bool_and(regexp_full_match(v, ${number})), false)`}::VARCHAR
     FROM (SELECT raw, n, ${text} AS v FROM profiled)`,
  )) as [Row];
  const numeric = counts[8] === 'true';
  const written = (cell: string | null | undefined) =>
    cell === null || cell === undefined
      ? null
      : kind === 'double'
        ? doubleText(Number(cell.replace('inf', 'Infinity')))
        : cell;
  const [least, greatest] = numeric
    ? kind === 'double'
      ? await rangeOfDoubles(rows)
      : await rangeOfTexts(rows, value)
    : [null, null];
  const profile = {
    name,
    kind,
    rows: BigInt(counts[0]!),
    nulls: BigInt(counts[1]!),
    formless: BigInt(counts[2]!),
    distinct: BigInt(counts[3]!),
    first: written(counts[4]),
    last: written(counts[5]),
    least: written(least),
    greatest: written(greatest),
    shortest: counts[6] ? BigInt(counts[6]) : null,
    longest: counts[7] ? BigInt(counts[7]) : null,
    top: (
      await rows(`SELECT v, n::VARCHAR FROM (${value}) WHERE v IS NOT NULL ORDER BY n DESC, v LIMIT ${topValues}`)
    ).map(([shown, count]) => ({ text: written(shown)!, rows: BigInt(count!) })),
    histogram: numeric ? await histogram(rows, value) : [],
  };
  await connection.run('DROP TABLE profiled');
  return profile;
}

type Query = (sql: string) => Promise<Row[]>;

async function rangeOfDoubles(rows: Query): Promise<Row> {
  return (await rows('SELECT min(raw)::VARCHAR, max(raw)::VARCHAR FROM profiled'))[0]!;
}

/** By sign, then by the length of the whole part, its digits, and those after the point: exact for any number of digits. */
async function rangeOfTexts(rows: Query, value: string): Promise<Row> {
  const [range] = await rows(
    `WITH parts AS (
       SELECT v, starts_with(v, '-') AS negative, ltrim(split_part(ltrim(v, '+-'), '.', 1), '0') AS whole, rtrim(split_part(v, '.', 2), '0') AS fraction
       FROM (${value}) WHERE v IS NOT NULL
     ), ordered AS (SELECT v, negative, {'l': length(whole), 'w': whole, 'f': fraction, 'v': v} AS size FROM parts)
     SELECT coalesce(arg_max(v, size) FILTER (negative), arg_min(v, size) FILTER (NOT negative)),
            coalesce(arg_max(v, size) FILTER (NOT negative), arg_min(v, size) FILTER (negative)) FROM ordered`,
  );
  return range!;
}

async function histogram(rows: Query, value: string): Promise<bigint[]> {
  const counted = await rows(
    `WITH numbers AS (SELECT v::DOUBLE AS x, n FROM (${value}) WHERE v IS NOT NULL),
       ends AS (SELECT min(x) AS low, max(x) AS high FROM numbers)
     SELECT (CASE WHEN isfinite(high - low) AND high > low THEN least(${bins - 1}, floor((x - low) / (high - low) * ${bins})) ELSE 0 END)::INTEGER::VARCHAR AS bin, sum(n)::VARCHAR
     FROM numbers, ends GROUP BY bin`,
  );
  const out = new Array<bigint>(bins).fill(0n);
  for (const [bin, count] of counted) out[Number(bin)] = BigInt(count!);
  return out;
}
