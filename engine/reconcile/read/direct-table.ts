import type { BySide, Side } from '../../../contract/side.ts';
import { hasCsvBatches } from '../../snapshot/csv/csv-batches.ts';
import { directColumns } from '../../snapshot/parquet/direct-column.ts';
import { csvReader, parquetSource } from '../../snapshot/duckdb/export-query.ts';
import { identifier, literal } from '../../snapshot/duckdb/database.ts';
import type { ScannedFile } from '../../snapshot/files/input-file.ts';
import { readParquetFooter } from '../../snapshot/parquet/parquet-footer.ts';
import { castOf, directSql, type DirectKind, type DirectSql } from './direct-sql.ts';
import { faultAt, faultsAreBuilt } from '../run/fault.ts';
import type { OpenedTable } from './open-table.ts';

/** A table whose exports are read by our own reader on one path and by DuckDB, by its own casts, on the other. */
export interface DirectTable {
  /** For each side a query of its rows: f, and for column i the typed value v{i} and the canonical text c{i} or NULL. */
  readonly queries: BySide<string>;
  /** For each column what makes v{i} of a canonical text. */
  readonly ofText: readonly ((cell: string) => string)[];
  /** For each column what makes c{i} of v{i}. */
  readonly toText: readonly ((value: string) => string)[];
  /** For each column the type of v{i} where it is a number whose sums SQL has room for; else null. */
  readonly numbers: readonly (string | null)[];
  readonly floats: readonly number[];
  /** Columns whose canonical texts are totalled, checked, or covered by shards. */
  readonly asked: readonly number[];
  /** Whether a side has files of texts, which are slow to ask twice. */
  readonly texts: BySide<boolean>;
}

/**
 * What keeps a table from being read directly, in words for run.json; or how DuckDB reads it. `referred`: another
 * table's check asks for this one's keys.
 */
export function directTable(table: OpenedTable, only: readonly Side[], referred: boolean): DirectTable | string {
  const { columns, checks, totals, shard, sides: plans } = table.plan;
  if (only.some((side) => plans[side].where !== null)) return 'a condition is asked of each row';
  if (checks.some(({ kind }) => kind === 'chain')) return 'a chain is checked in the order of rows';
  const files = only.flatMap((side) => table.sides[side].files.map((file) => ({ side, file })));
  const odd = files.find(
    ({ side, file }) =>
      file.format === 'ndjson' || !file.plain || (file.format === 'csv' && !hasCsvBatches(file, plans[side].csv)),
  );
  if (odd !== undefined) return `DuckDB does not read ${odd.file.name} as the formats say`;
  const kinds = files.map(({ side, file }) =>
    kindsOf(
      file,
      columns.map(({ sides: own }) => own[side].column),
    ),
  );
  const decimal = kinds.some((known) => known?.some(({ kind }) => kind === 'fixed')) ? 38 : 18;
  if (decimal === 38 && files.some(({ file }) => file.format === 'csv')) return 'decimals of 38 digits meet texts';
  // Who writes integers as texts in a typed file has more digits than its integers hold.
  const wide = columns.map((_, c) => kinds.some((known) => known?.[c]?.kind === 'text'));

  const made = files.map(({ side, file }, i): readonly DirectSql[] | string => {
    const known = kinds[i];
    if (known === undefined) return `${file.name} holds a column of a type that is staged`;
    const sql = columns.map(
      ({ name, type, sides: own }, c) =>
        directSql(type, own[side].reading, known[c]!, { decimal, wideInt: wide[c]! }) ?? name,
    );
    const without = sql.find((one) => typeof one === 'string');
    return without === undefined
      ? (sql as DirectSql[])
      : `column "${without}" is read in a way that SQL has no equal of`;
  });
  const why = made.find((one) => typeof one === 'string');
  if (typeof why === 'string') return why;
  const sqls = made as (readonly DirectSql[])[];
  if (sqls.length === 0) return 'there is no file';
  const asked = new Set([
    ...totals.flatMap(({ sum, by }) => [sum, ...by]),
    ...checks.flatMap((check) => columnsOfCheck(check)),
    ...(shard === null ? [] : [shard]),
    ...(referred ? table.plan.key : []),
  ]);
  const mute = columns.find(({ name }, c) => asked.has(name) && sqls.some((sql) => sql[c]!.text === null));
  if (mute !== undefined)
    return `column "${mute.name}" is totalled or checked, and SQL does not write its canonical text`;

  const query = (side: Side): string =>
    files
      .flatMap(({ side: at, file }, i) =>
        at === side
          ? [selectOf(table.sides[side].files.indexOf(file), sqls[i]!, exportOf(file, table, side, sqls[i]!))]
          : [],
      )
      .join(' UNION ALL ');
  const hasTexts = (side: Side): boolean => files.some((one) => one.side === side && one.file.format === 'csv');
  return {
    queries: { source: query('source'), target: seeded(query('target')) },
    ofText: sqls[0]!.map(({ ofText }) => ofText),
    toText: sqls[0]!.map(({ text }) => text ?? (() => noText)),
    // A sum of numbers of 18 digits is of 38: 10^20 rows have room.
    numbers: columns.map(({ type }, c) =>
      type.kind === 'int' && !wide[c]!
        ? 'BIGINT'
        : type.kind === 'decimal' && decimal === 18
          ? `DECIMAL(18, ${type.scale})`
          : null,
    ),
    asked: columns.flatMap(({ name }, c) => (asked.has(name) ? [c] : [])),
    texts: { source: hasTexts('source'), target: hasTexts('target') },
    floats: columns.flatMap(({ type }, c) => (type.kind === 'float' ? [c] : [])),
  };
}

const noText = 'NULL::VARCHAR';

/** In a test build alone: DuckDB's path loses or alters a row of the target. */
function seeded(query: string): string {
  const fault = faultsAreBuilt ? faultAt('duckdb') : null;
  if (fault === null) return query;
  const struck = `f = 0 AND r = ${fault.row}`;
  const numbered = `(SELECT *, row_number() OVER (PARTITION BY f) - 1 AS r FROM (${query}))`;
  if (fault.what === 'drop') return `SELECT * EXCLUDE (r) FROM ${numbered} WHERE NOT (${struck})`;
  return `SELECT * EXCLUDE (r) REPLACE (CASE WHEN NOT (${struck}) THEN v0 END AS v0) FROM ${numbered}`;
}

function columnsOfCheck(check: OpenedTable['plan']['checks'][number]): readonly string[] {
  switch (check.kind) {
    case 'sum':
      return [check.sum, ...check.by];
    case 'unique':
    case 'refers':
      return check.columns;
    case 'sequence':
      return [check.column, ...check.by];
    case 'chain':
      return [check.hash, check.previous, check.order];
  }
}

/** Rows of a file: one query within another for each step that a column takes. */
function selectOf(f: number, sql: readonly DirectSql[], { from, columns }: FileSql): string {
  const steps = Math.max(...sql.map((one) => one.steps.length));
  let inner = from;
  for (let step = 0; step < steps; step++) {
    const cells = sql.map((one, c) => {
      const before = step === 0 ? columns[c]! : `p${c}`;
      return `${one.steps[step]?.(before) ?? before} AS p${c}`;
    });
    inner = `(SELECT ${cells.join(', ')} FROM ${inner})`;
  }
  const made = sql.map(({ text }, c) => `p${c} AS v${c}, ${text?.(`p${c}`) ?? noText} AS c${c}`);
  return `SELECT ${f} AS f, ${made.join(', ')} FROM ${inner}`;
}

/** The kinds of the columns in a file; undefined where one is not for our own reader. */
function kindsOf(file: ScannedFile, names: readonly string[]): readonly DirectKind[] | undefined {
  const constant = new Set(file.partitions.map(({ name }) => name));
  const read = file.format === 'parquet' ? directColumns(readParquetFooter(file.path, file.name)) : null;
  const kinds = names.map((name): DirectKind | undefined =>
    read === null || constant.has(name) ? { kind: 'field' } : read.get(name),
  );
  return kinds.some((kind) => kind === undefined) ? undefined : (kinds as DirectKind[]);
}

interface FileSql {
  readonly from: string;
  /** The export's column of each canonical one. */
  readonly columns: readonly string[];
}

function exportOf(file: ScannedFile, table: OpenedTable, side: Side, sql: readonly DirectSql[]): FileSql {
  const partitions = new Map(file.partitions.map(({ name, value }) => [name, value]));
  const names = table.plan.columns.map(({ sides: own }) => own[side].column);
  const reader = file.format === 'csv' ? csvReader(file, table.plan.sides[side].csv, castsOf(names, sql)) : null;
  const columns = names.map((name) => {
    const value = partitions.get(name);
    if (value !== undefined) return value === null ? 'CAST(NULL AS VARCHAR)' : literal(value);
    return reader === null ? identifier(name) : reader.column(name).sql;
  });
  return { from: reader?.from ?? parquetSource(file.path, false), columns };
}

/** The export's columns that all who read them read as one type, and that type. */
function castsOf(names: readonly string[], sql: readonly DirectSql[]): ReadonlyMap<string, string> {
  const casts = new Map<string, string | null>();
  names.forEach((name, c) => {
    const cast = castOf(sql[c]!);
    casts.set(name, !casts.has(name) || casts.get(name) === cast ? cast : null);
  });
  return new Map([...casts].flatMap(([name, cast]) => (cast === null ? [] : [[name, cast] as const])));
}
