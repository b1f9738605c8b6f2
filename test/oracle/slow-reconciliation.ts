import { DuckDBInstance } from '@duckdb/node-api';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sides, type Side } from '../../contract/side.ts';
import { compileReading } from '../../engine/canonical/read-value.ts';
import { encodeRecord } from '../../engine/canonical/record.ts';
import type { Plan, TablePlan } from '../../engine/plan/plan.ts';

/** What a reconciliation by the book finds: counts of section 7, and each difference as a text. */
export interface SlowAnswer {
  readonly tables: readonly { readonly name: string; readonly source: Counts; readonly target: Counts }[];
  readonly differences: readonly string[];
}
type Counts = Record<string, number>;
interface Row {
  readonly record: string;
  readonly key: readonly (string | null)[];
  readonly cells: readonly (string | null)[];
  readonly altered: boolean;
}

/** Sets formats.md section 7 to work row by row, in memory; shares the grammar of values with the engine and no more. */
export async function reconcileSlowly(plan: Plan, folder: string): Promise<SlowAnswer> {
  const tables: { name: string; source: Counts; target: Counts }[] = [];
  const differences: string[] = [];
  for (const table of plan.tables) {
    const counts: Record<Side, Counts> = { source: newCounts(), target: newCounts() };
    const say = (kind: string, ...more: unknown[]): number =>
      differences.push(JSON.stringify([table.name, kind, ...more]));
    const groups = new Map<string, Record<Side, Row[]>>();
    for (const side of sides)
      for (const [at, raw] of (await readTable(join(folder, plan.paths[side]), table.sides[side].files!)).entries()) {
        add(counts[side], 'rows');
        const row = canonical(table, side, raw);
        if ('column' in row) {
          add(counts[side], 'unrepresentable');
          say('unrepresentable', side, String(at + 1), row.column, row.text);
          continue;
        }
        const name = table.key.length === 0 ? row.record : JSON.stringify(row.key);
        const group = groups.get(name) ?? { source: [], target: [] };
        group[side].push(row);
        groups.set(name, group);
      }
    for (const { source, target } of groups.values()) judge(table, source, target, counts, say);
    tables.push({ name: table.name, ...counts });
  }
  return { tables, differences };
}

function judge(
  table: TablePlan,
  source: readonly Row[],
  target: readonly Row[],
  counts: Record<Side, Counts>,
  say: (kind: string, ...more: unknown[]) => void,
): void {
  const rows = { source, target };
  if (table.key.length > 0 && (source.length > 1 || target.length > 1)) {
    for (const side of sides) {
      const left = [...rows[side === 'source' ? 'target' : 'source']].map(({ record }) => record);
      for (const row of rows[side]) {
        const found = left.indexOf(row.record);
        if (found >= 0) left.splice(found, 1);
        add(counts[side], found >= 0 ? 'duplicatesMatched' : 'duplicatesLeft');
        if (found < 0) say('duplicate', row.key, side);
      }
    }
    return;
  }
  const pairs = Math.min(source.length, target.length);
  for (const side of sides)
    for (const row of rows[side].slice(pairs)) {
      add(counts[side], 'only');
      say(`${side}_only`, table.key.length === 0 ? row.cells : row.key);
    }
  for (let pair = 0; pair < pairs; pair++) {
    const [one, other] = [source[pair]!, target[pair]!];
    const equal = one.record === other.record;
    for (const side of sides) {
      add(counts[side], equal ? 'matched' : 'changed');
      if (equal && (one.altered || other.altered)) add(counts[side], 'matchedUnderRule');
    }
    const columns = table.columns.filter((_, at) => one.cells[at] !== other.cells[at]).map(({ name }) => name);
    if (!equal) say('changed', one.key, columns);
  }
}

const newCounts = (): Counts => ({});
const add = (counts: Counts, term: string): number => (counts[term] = (counts[term] ?? 0) + 1);

function canonical(table: TablePlan, side: Side, raw: Raw): Row | { column: string; text: string } {
  const cells: (string | null)[] = [];
  let altered = false;
  for (const { name, type, sides: readings } of table.columns) {
    const { column, reading } = readings[side];
    const reader = compileReading(type, reading);
    const text = raw.get(column)!;
    const cell = reader.read(text);
    if (cell === undefined) return { column: name, text: text };
    altered ||= reader.lastAltered;
    cells.push(cell);
  }
  const record = encodeRecord(
    table.columns.map(({ type }) => type),
    cells,
  );
  const key = table.key.map((name) => cells[table.columns.findIndex((column) => column.name === name)]!);
  return { record, key, cells, altered };
}

type Raw = ReadonlyMap<string, string | null>;

async function readTable(folder: string, files: string): Promise<Raw[]> {
  if (existsSync(join(folder, files)) && statSync(join(folder, files)).isDirectory())
    return readParquet(join(folder, files, '**', '*.parquet'));
  const pattern = new RegExp(`^${files.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  const rows: Raw[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => pattern.test(file))
    .toSorted()) {
    const bytes = readFileSync(join(folder, name));
    if (name.endsWith('.parquet')) rows.push(...(await readParquet(join(folder, name))));
    else rows.push(...readCsv((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')));
  }
  return rows;
}

/** Well-formed CSV that ends with a line end; the unquoted empty field is NULL. */
function readCsv(text: string): Raw[] {
  const records: (string | null)[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n)/g)) {
    records.at(-1)!.push(quoted === undefined ? (plain === '' ? null : plain!) : quoted.replaceAll('""', '"'));
    if (end === '\n') records.push([]);
  }
  const [header, ...rows] = records.slice(0, -1);
  return rows.map((row) => new Map(header!.map((column, at) => [column!, row[at]!])));
}

async function readParquet(path: string): Promise<Raw[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `SELECT COLUMNS(*)::VARCHAR FROM read_parquet('${path.replaceAll("'", "''")}', hive_types_autocast = false)`,
  );
  const names = reader.deduplicatedColumnNames();
  const rows = reader
    .getRows()
    .map((row) => new Map(row.map((value, at) => [names[at]!, value === null ? null : (value as string)])));
  connection.closeSync();
  instance.closeSync();
  return rows;
}
