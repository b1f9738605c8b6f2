import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { TallyError } from '../../contract/problem.ts';
import { copyWithBareTimes } from './bare-parquet.ts';
import { dialectOf, type CsvOptions } from './csv-options.ts';
import { identifier, literal } from './database.ts';
import { exportFailed } from './export-failed.ts';
import { globLiteral } from './glob-literal.ts';
import type { ScannedFile } from './input-file.ts';
import { plainParquetOptions } from './plain-parquet-options.ts';
import { readParquetFooter } from './parquet-footer.ts';
import { bareTime } from './parquet-leaf.ts';
import { parquetLeaves } from './parquet-columns.ts';
import { stagedName, type RawColumn } from './raw-column.ts';
import { typedText } from './typed-text.ts';

/** Rows of a row group: the unit of work of the hash stage. */
const groupRows = 122_880;

/** SQL that reads an export's columns as texts, in the file's order of rows. */
export interface ExportQuery {
  readonly sql: string;
  readonly columns: readonly RawColumn[];
}

/**
 * Writes the raw stage of one file: its `columns` as texts, row i of the stage being record i of the file. For Parquet
 * and plain CSV; what DuckDB reads otherwise than formats.md says is for raw-stage-own.
 */
export async function stageRawWithDuckDB(
  connection: DuckDBConnection,
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly string[],
  outPath: string,
): Promise<readonly RawColumn[]> {
  const scratch = `${outPath}.bare`;
  try {
    const query = await exportQuery(connection, file, csv, columns, scratch);
    await connection.run(
      `COPY (${query.sql}) TO ${literal(outPath)} (${plainParquetOptions}, ROW_GROUP_SIZE ${groupRows})`,
    );
    return query.columns;
  } catch (error) {
    throw exportFailed(error, file.name);
  } finally {
    await rm(scratch, { force: true });
  }
}

/**
 * How DuckDB reads the export, its columns as c0, c1 and so on; `numbered`, of Parquet: and file_row_number. `scratch`
 * is a path for a copy that the query may need; the caller removes it afterwards.
 */
export async function exportQuery(
  connection: DuckDBConnection,
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly string[],
  scratch: string,
  numbered = false,
): Promise<ExportQuery> {
  const own =
    file.format === 'parquet' ? await parquetReader(connection, file, numbered, scratch) : csvReader(file, csv);
  const partitions = new Map(file.partitions.map(({ name, value }) => [name, value]));
  const read = columns.map((name) => {
    const value = partitions.get(name);
    if (value === undefined) return { name, ...own.column(name) };
    return { name, sql: value === null ? 'CAST(NULL AS VARCHAR)' : literal(value), kind: 'text' as const };
  });
  const selected = read.map(({ sql }, i) => `${sql} AS ${stagedName(i)}`);
  return {
    sql: `SELECT ${[...selected, ...(numbered ? ['file_row_number'] : [])].join(', ')} FROM ${own.from}`,
    columns: read.map(({ name, kind }) => ({ name, kind })),
  };
}

interface Reader {
  readonly from: string;
  readonly column: (name: string) => { readonly sql: string; readonly kind: RawColumn['kind'] };
}

/** Every option is fixed: nothing is sniffed, and every field is text (formats.md section 3). */
function csvReader(file: ScannedFile, csv: CsvOptions): Reader {
  const { delimiter, quote, escape, header } = dialectOf(file.name, csv);
  const names = file.columns.slice(0, file.columns.length - file.partitions.length);
  const options = [
    'auto_detect = false',
    `columns = {${names.map((_, i) => `'f${i}': 'VARCHAR'`).join(', ')}}`,
    `header = ${String(header)}`,
    `delim = ${literal(delimiter)}`,
    `quote = ${literal(quote)}`,
    `escape = ${literal(escape)}`,
    `comment = ''`,
    `nullstr = ''`,
    'allow_quoted_nulls = false',
    'null_padding = false',
    'ignore_errors = false',
    'strict_mode = true',
    'normalize_names = false',
    'hive_partitioning = false',
    'max_line_size = 4194304',
    `encoding = 'utf-8'`,
    `compression = ${literal(file.compression)}`,
  ];
  return {
    from: `read_csv(${literal(globLiteral(file.path))}, ${options.join(', ')})`,
    column: (name) => ({ sql: `f${names.indexOf(name)}`, kind: 'text' }),
  };
}

async function parquetReader(
  connection: DuckDBConnection,
  file: ScannedFile,
  numbered: boolean,
  scratch: string,
): Promise<Reader> {
  const footer = readParquetFooter(file.path, file.name);
  const bare = footer.schema.some((element) => bareTime(element) !== null);
  if (bare) copyWithBareTimes(file.path, footer, scratch);
  const path = globLiteral(bare ? scratch : file.path);
  const from = `read_parquet(${literal(path)}, hive_partitioning = false, binary_as_string = false, file_row_number = ${String(numbered)})`;
  const shape = await connection.run(`SELECT * FROM ${from} LIMIT 0`);
  const types = new Map(shape.columnNames().map((name, i) => [name, shape.columnType(i)]));
  const leaves = parquetLeaves(footer);
  return {
    from,
    column: (name) => {
      const type = types.get(name);
      const where = `${file.name}, column "${name}"`;
      if (type === undefined)
        throw new TallyError(
          'input_unsupported',
          'DuckDB reads the column under another name',
          where,
          'Rename it in the export',
        );
      return typedText(identifier(name), type, leaves.get(name) ?? [], where);
    },
  };
}
