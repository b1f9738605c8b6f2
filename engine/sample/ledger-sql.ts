import { faultKindNames, type FaultKind } from './fault-kinds.ts';
import type { LedgerTable } from './ledger-table.ts';
import { identifier, literal } from '../snapshot/duckdb/database.ts';

/** What every query of the ledger uses; `faults` is filled once they are chosen. */
export const prelude = (seed: number): string[] => [
  `CREATE MACRO h(i, salt) AS hash(i::BIGINT, salt::INTEGER, ${seed}::BIGINT)`,
  `CREATE MACRO last_sunday(y, m) AS epoch_us((make_date(y, m, 31) - dayofweek(make_date(y, m, 31))::INTEGER)::TIMESTAMP)`,
  // The clocks of the European Union change at 01:00 UTC on the last Sundays of March and October.
  `CREATE MACRO paris(t) AS t + CASE WHEN t >= last_sunday(year(make_timestamp(t)), 3) + 3600000000 AND t < last_sunday(year(make_timestamp(t)), 10) + 3600000000 THEN 7200000000 ELSE 3600000000 END`,
  `CREATE TABLE faults (tab VARCHAR, i BIGINT, kind VARCHAR)`,
];

const select = (columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([name, expression]) => `${expression} AS ${identifier(name)}`)
    .join(', ');

/** The ledger's rows as the source has them; `rows` is a query that gives `i`. */
export const modelSql = (table: LedgerTable, rows: string): string => `SELECT i, ${select(table.model)} FROM (${rows})`;

/** The same as the target has them, faults and all. */
export function alteredSql(table: LedgerTable, rows: string): string {
  const altered = new Map<string, string[]>();
  for (const [kind, fault] of Object.entries(table.faults)) {
    if (fault.alters === undefined) continue;
    const { column, into } = fault.alters;
    altered.set(column, [...(altered.get(column) ?? []), `WHEN ${literal(kind)} THEN ${into}`]);
  }
  const replaced = [...altered].map(
    ([column, cases]) => `CASE kind_of_fault ${cases.join(' ')} ELSE ${column} END AS ${column}`,
  );
  const faulty = `SELECT r.i, f.kind AS kind_of_fault FROM (${rows}) r LEFT JOIN faults f ON f.i = r.i AND f.tab = ${literal(table.name)}`;
  const model = `SELECT i, kind_of_fault, ${select(table.model)} FROM (${faulty}) WHERE kind_of_fault IS NULL OR kind_of_fault NOT IN ('row_lost', 'posting_missing')`;
  return replaced.length === 0 ? model : `SELECT * REPLACE (${replaced.join(', ')}) FROM (${model})`;
}

/** Row numbers in the order of the ledger. */
const inOrder = (from: number, to: number): string => `SELECT i FROM range(${from}, ${to}) t(i)`;

/**
 * The numbers 0 to `count` - 1, each once, in another order: j times a number that shares no divisor with the count.
 * `from` and `to` are a part of it.
 */
export function shuffled(count: number, seed: number, salt: number, from: number, to: number): string {
  const shift = (BigInt(seed) * 2_654_435_761n + BigInt(salt) * 40_503_001n) % BigInt(count);
  let factor = Math.floor(count * 0.6180339887) | 1;
  while (greatestCommonDivisor(factor, count) !== 1) factor += 2;
  return `SELECT (j * ${factor} + ${shift}) % ${count} AS i FROM range(${from}, ${to}) t(j)`;
}
const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

export const sourceSql = (table: LedgerTable, from: number, to: number, region: string | null): string => {
  const model = modelSql(table, inOrder(from, to));
  return `SELECT ${select(table.source)} FROM (${model})${region === null ? '' : ` WHERE region = ${literal(region)}`}`;
};

export const targetSql = (table: LedgerTable, rows: string): string =>
  `SELECT ${select(table.target)} FROM (${alteredSql(table, rows)})`;

/** Rows that can bear the fault, in a drawn order, but for those taken. */
export function candidatesSql(
  table: LedgerTable,
  kind: FaultKind,
  seed: number,
  taken: readonly number[],
  limit: number,
): string {
  const salt = faultKindNames.indexOf(kind) + 1;
  const model = modelSql(table, shuffled(table.rows, seed, salt, 0, table.rows));
  const but = taken.length === 0 ? '' : ` AND i NOT IN (${taken.join(', ')})`;
  return `SELECT i FROM (${model}) WHERE (${table.faults[kind]!.where})${but} LIMIT ${limit}`;
}
