import { DuckDBInstance } from '@duckdb/node-api';
import canonicalize from 'canonicalize';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sides, type Side } from '../../contract/side.ts';
import { compileReading, type ValueReader } from '../../engine/canonical/read-value.ts';
import type { Plan, TablePlan } from '../../engine/plan/plan.ts';
import { compileWhere } from '../../engine/plan/where-eval.ts';
import { digestOf } from './slow-tree.ts';

/** What a reconciliation by the book finds. */
export interface SlowAnswer {
  readonly tables: readonly SlowTable[];
  /** Each difference as a short text, in no order. */
  readonly differences: readonly string[];
  /** What differences.ndjson must hold, line by line (formats.md section 8). */
  readonly lines: readonly string[];
}
export interface SlowTable {
  readonly name: string;
  /** The terms of section 7 that are not 0. */
  readonly source: Counts;
  readonly target: Counts;
  /** For each column how many values each of its rules altered. */
  readonly altered: Readonly<Record<Side, readonly Counts[]>>;
  /** The entries of each side. */
  readonly rows: Readonly<Record<Side, readonly SlowRow[]>>;
}
type Counts = Record<string, number>;
export interface SlowRow {
  readonly file: string;
  readonly at: number;
  readonly record: string;
  /** Null for a table without a key. */
  readonly key: readonly (string | null)[] | null;
  readonly keyDigest: string;
  readonly digest: string;
  /** By canonical column name. */
  readonly cells: ReadonlyMap<string, string | null>;
  readonly altered: boolean;
}
interface Line {
  readonly kind: string;
  readonly key: readonly (string | null)[] | null;
  readonly keyDigest: string | null;
  readonly columns: readonly string[] | null;
  readonly column?: string;
  readonly text?: string;
  readonly source: Place | null;
  readonly target: Place | null;
}
interface Place {
  readonly record: string | null;
  readonly digest: string | null;
  readonly file: string;
  readonly row: string;
}
type Say = (line: Partial<Line> & { kind: string }) => void;

/** Sets formats.md section 7 to work row by row, in memory; shares the grammar of values and of `where` with the engine. */
export async function reconcileSlowly(plan: Plan, folder: string): Promise<SlowAnswer> {
  const tables: SlowTable[] = [];
  const differences: string[] = [];
  const lines: string[] = [];
  for (const table of plan.tables) {
    const found: Line[] = [];
    const say: Say = (line) =>
      found.push({ key: null, keyDigest: null, columns: [], source: null, target: null, ...line });
    const rows = { source: [] as SlowRow[], target: [] as SlowRow[] };
    const counts: Record<Side, Counts> = { source: {}, target: {} };
    const altered: Record<Side, Counts[]> = { source: [], target: [] };
    for (const side of sides) {
      const readers = table.columns.map(({ type, sides: readings }) => compileReading(type, readings[side].reading));
      for (const file of await readTable(join(folder, plan.paths[side]), table.sides[side].files!))
        rows[side].push(...readRows(table, side, readers, file, counts[side], say));
      altered[side] = table.columns.map(({ sides: readings }, c) =>
        Object.fromEntries(readings[side].reading.rules.map((rule, r) => [rule, readers[c]!.altered[r]!])),
      );
    }
    for (const { source, target } of groupsOf(rows).values()) judge(table, source, target, counts, say);
    tables.push({ name: table.name, ...counts, altered, rows });
    found.sort(inOrder);
    lines.push(...found.map((line) => canonicalize({ table: table.name, ...line })!));
    differences.push(...found.map((line) => JSON.stringify([table.name, ...inShort(line)])));
  }
  return { tables, differences, lines };
}

function readRows(
  table: TablePlan,
  side: Side,
  readers: readonly ValueReader[],
  { name, raws }: RawFile,
  counts: Counts,
  say: Say,
): SlowRow[] {
  const { where } = table.sides[side];
  const keep = where === null ? null : compileWhere(where, where.columns);
  const rows: SlowRow[] = [];
  for (const [at, raw] of raws.entries()) {
    add(counts, 'rows');
    if (keep !== null && keep(where!.columns.map((column) => raw.get(column)!)) !== true) {
      add(counts, 'excluded');
      continue;
    }
    const cells = new Map<string, string | null>();
    const formless: { column: string; text: string }[] = [];
    let altered = false;
    for (const [c, { name: column, sides: readings }] of table.columns.entries()) {
      const reader = readers[c]!;
      const text = raw.get(readings[side].column)!;
      const cell = reader.read(text);
      if (cell === undefined) formless.push({ column, text: text });
      else cells.set(column, cell);
      altered ||= reader.lastAltered;
    }
    const place = { record: null, digest: null, file: name, row: String(at + 1) };
    for (const value of formless) say({ kind: 'unrepresentable', columns: null, ...value, [side]: place });
    if (formless.length > 0) {
      add(counts, 'unrepresentable');
      continue;
    }
    const record = recordOf(table, [...cells.keys()], cells);
    rows.push({
      file: name,
      at,
      record,
      digest: digestOf(record),
      key: table.key.length === 0 ? null : table.key.map((column) => cells.get(column)!),
      keyDigest: digestOf(table.key.length === 0 ? record : recordOf(table, table.key, cells)),
      cells,
      altered,
    });
  }
  return rows;
}

/** Section 1, written once more. */
function recordOf(table: TablePlan, names: readonly string[], cells: SlowRow['cells']): string {
  const typeOf = new Map(table.columns.map(({ name, type }) => [name, type.kind]));
  const cell = (name: string): string => {
    const text = cells.get(name) ?? null;
    return text === null ? '' : typeOf.get(name) === 'text' ? `"${text.split('"').join('""')}"` : text;
  };
  return names.map(cell).join(',');
}

function groupsOf(rows: Record<Side, SlowRow[]>): Map<string, Record<Side, SlowRow[]>> {
  const groups = new Map<string, Record<Side, SlowRow[]>>();
  for (const side of sides)
    for (const row of rows[side]) {
      const name = row.key === null ? row.record : JSON.stringify(row.key);
      const group = groups.get(name) ?? { source: [], target: [] };
      group[side].push(row);
      groups.set(name, group);
    }
  return groups;
}

function judge(
  table: TablePlan,
  source: readonly SlowRow[],
  target: readonly SlowRow[],
  counts: Record<Side, Counts>,
  say: Say,
): void {
  const rows = { source, target };
  const head = ({ key, keyDigest, cells }: SlowRow) => ({ key: key ?? [...cells.values()], keyDigest });
  if (table.key.length > 0 && (source.length > 1 || target.length > 1)) {
    for (const side of sides) {
      const left = [...rows[side === 'source' ? 'target' : 'source']].map(({ record }) => record);
      for (const row of rows[side]) {
        const found = left.indexOf(row.record);
        if (found >= 0) left.splice(found, 1);
        add(counts[side], found >= 0 ? 'duplicatesMatched' : 'duplicatesLeft');
        if (found < 0) say({ kind: 'duplicate', ...head(row), [side]: placeOf(row) });
      }
    }
    return;
  }
  const pairs = Math.min(source.length, target.length);
  for (const side of sides)
    for (const row of rows[side].slice(pairs)) {
      add(counts[side], 'only');
      say({ kind: `${side}_only`, ...head(row), [side]: placeOf(row) });
    }
  for (let pair = 0; pair < pairs; pair++) {
    const [one, other] = [source[pair]!, target[pair]!];
    const columns = table.columns.filter(({ name }) => one.cells.get(name) !== other.cells.get(name));
    const outside = columns.filter((column) => !tolerates(column, one, other));
    const term = columns.length === 0 ? 'matched' : outside.length === 0 ? 'withinTolerance' : 'changed';
    for (const side of sides) {
      add(counts[side], term);
      if (term === 'matched' && (one.altered || other.altered)) add(counts[side], 'matchedUnderRule');
    }
    if (term === 'matched') continue;
    const kind = term === 'changed' ? 'changed' : 'within_tolerance';
    const names = columns.map(({ name }) => name);
    say({ kind, ...head(one), columns: names, source: placeOf(one), target: placeOf(other) });
  }
}

const add = (counts: Counts, term: string): number => (counts[term] = (counts[term] ?? 0) + 1);

const placeOf = ({ record, digest, file, at }: SlowRow): Place => ({ record, digest, file, row: String(at + 1) });

function tolerates({ name, tolerance }: TablePlan['columns'][number], one: SlowRow, other: SlowRow): boolean {
  const [a, b] = [one.cells.get(name) ?? null, other.cells.get(name) ?? null];
  if (tolerance === null || a === null || b === null) return false;
  const by = exact(a) - exact(b);
  return (by < 0n ? -by : by) <= exact(tolerance);
}

/** A decimal text in units of 10^-100, which no text here goes below. */
export function exact(text: string): bigint {
  const [whole, fraction = ''] = text.split('.') as [string, string?];
  if (fraction.length > 100) throw new Error(`too fine: ${text}`);
  return BigInt(whole + fraction.padEnd(100, '0'));
}

/** By key digest (none first), side, row digest, file and row; equal rows are told apart by nothing else. */
function inOrder(a: Line, b: Line): number {
  const rank = (line: Line) => {
    const place = (line.source ?? line.target)!;
    const side = line.source === null ? '1' : '0';
    return [line.keyDigest ?? '', side, place.digest ?? '', place.file, place.row.padStart(12), line.column ?? ''];
  };
  const [one, other] = [rank(a), rank(b)];
  const at = one.findIndex((part, i) => part !== other[i]);
  return at < 0 ? 0 : Buffer.compare(Buffer.from(one[at]!), Buffer.from(other[at]!));
}

function inShort({ kind, key, columns, column, text, source, target }: Line): unknown[] {
  const side = source === null ? 'target' : 'source';
  if (kind === 'unrepresentable') return [kind, side, (source ?? target)!.row, column, text];
  if (kind === 'duplicate') return [kind, key, side];
  return kind === 'changed' || kind === 'within_tolerance' ? [kind, key, columns] : [kind, key];
}

type Raw = ReadonlyMap<string, string | null>;
interface RawFile {
  readonly name: string;
  readonly raws: readonly Raw[];
}

async function readTable(folder: string, files: string): Promise<RawFile[]> {
  if (existsSync(join(folder, files)) && statSync(join(folder, files)).isDirectory())
    return [{ name: files, raws: await readParquet(join(folder, files, '**', '*.parquet')) }];
  const pattern = new RegExp(`^${files.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  const read: RawFile[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => pattern.test(file))
    .toSorted()) {
    const bytes = readFileSync(join(folder, name));
    const raws = name.endsWith('.parquet')
      ? await readParquet(join(folder, name))
      : readCsv((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
    read.push({ name, raws });
  }
  return read;
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
