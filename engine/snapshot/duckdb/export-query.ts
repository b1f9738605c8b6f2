import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { TallyError } from '../../../contract/problem.ts';
import { copyWithBareLeaves } from '../parquet/bare-parquet.ts';
import { dialectOf, type CsvOptions } from '../csv/csv-options.ts';
import { identifier, literal } from './database.ts';
import { exportFailed, isBadText, isFarTime } from './export-failed.ts';
import { globLiteral } from './glob-literal.ts';
import type { ScannedFile } from '../files/input-file.ts';
import { bareLeaves, columnsWithTwins, parquetLeaves, type AlsoBare } from '../parquet/parquet-columns.ts';
import { readParquetFooter } from '../parquet/parquet-footer.ts';
import { stagedName, type RawColumn } from '../raw-column.ts';
import { typedText } from './typed-text.ts';

/** SQL that reads an export's columns as texts, in the file's order of rows. */
export interface ExportQuery {
  readonly sql: string;
  readonly columns: readonly RawColumn[];
}

export interface ExportHow {
  /** Where a copy may be put that the query needs; gone when it is done. */
  readonly scratch: string;
  /** Of Parquet: file_row_number too, as the last column. */
  readonly numbered?: boolean;
}

/** Has `use` run the query by which DuckDB reads the export, its columns as c0, c1 and so on. */
export async function withExport<T>(
  connection: DuckDBConnection,
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly string[],
  { scratch, numbered = false }: ExportHow,
  use: (query: ExportQuery) => Promise<T>,
): Promise<T> {
  const attempt = async (also: AlsoBare): Promise<T> => {
    try {
      const reader =
        file.format === 'parquet'
          ? await parquetReader(connection, file, { scratch, numbered, also })
          : csvReader(file, csv);
      return await use(exportQuery(reader, file, columns, numbered));
    } catch (error) {
      // Such a value has no form (formats.md section 2); DuckDB would refuse the whole file.
      const more = { texts: also.texts || isBadText(error), times: also.times || isFarTime(error) };
      if (file.format !== 'parquet' || (more.texts === also.texts && more.times === also.times)) throw error;
      await rm(scratch, { force: true });
      return await attempt(more);
    } finally {
      await rm(scratch, { force: true });
    }
  };
  try {
    return await attempt({ texts: false, times: false });
  } catch (error) {
    throw exportFailed(error, file.name);
  }
}

function exportQuery(own: Reader, file: ScannedFile, columns: readonly string[], numbered: boolean): ExportQuery {
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

/**
 * Every option is fixed: nothing is sniffed, and every field is text (formats.md section 3) but for those columns that
 * are asked for as of some type.
 */
export function csvReader(
  file: ScannedFile,
  csv: CsvOptions,
  types: ReadonlyMap<string, string> = new Map<string, string>(),
): Reader {
  const { delimiter, quote, escape, header } = dialectOf(file.name, csv);
  const names = file.columns.slice(0, file.columns.length - file.partitions.length);
  const options = [
    'auto_detect = false',
    `columns = {${names.map((name, i) => `'f${i}': '${types.get(name) ?? 'VARCHAR'}'`).join(', ')}}`,
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
    // Threads that begin in the middle take a line end inside quotes for a row's.
    ...(file.brokenLines === false ? [] : ['parallel = false']),
    'max_line_size = 4194304',
    // It would take sixteen of the longest lines, several at a time, and reads no faster for it.
    'buffer_size = 8388608',
    `encoding = 'utf-8'`,
    `compression = ${literal(file.compression)}`,
  ];
  return {
    from: `read_csv(${literal(globLiteral(file.path))}, ${options.join(', ')})`,
    column: (name) => ({ sql: `f${names.indexOf(name)}`, kind: 'text' }),
  };
}

/** A Parquet file as a relation, its columns as they are. */
export const parquetSource = (path: string, numbered: boolean): string =>
  `read_parquet(${literal(globLiteral(path))}, hive_partitioning = false, binary_as_string = false, file_row_number = ${String(numbered)})`;

async function parquetReader(
  connection: DuckDBConnection,
  file: ScannedFile,
  { scratch, numbered, also }: Required<ExportHow> & { readonly also: AlsoBare },
): Promise<Reader> {
  const footer = readParquetFooter(file.path, file.name);
  const bare = bareLeaves(footer, also);
  const copied = bare.some((leaf) => leaf !== null);
  if (copied) copyWithBareLeaves(file.path, footer, bare, scratch);
  const from = parquetSource(copied ? scratch : file.path, numbered);
  const shape = await connection.run(`SELECT * FROM ${from} LIMIT 0`);
  const types = new Map(shape.columnNames().map((name, i) => [name, shape.columnType(i)]));
  const leaves = parquetLeaves(footer);
  const twins = columnsWithTwins(footer);
  return {
    from,
    column: (name) => {
      const type = types.get(name);
      const where = `${file.name}, column "${name}"`;
      if (type === undefined || name === '' || name.includes('\0'))
        throw new TallyError('input_unsupported', 'DuckDB cannot name the column', where, 'Rename it in the export');
      if (twins.has(name))
        throw new TallyError(
          'input_unsupported',
          'The column holds two members that are called alike but for case, which cannot be read without loss',
          where,
          'Rename one of them in the export, or export the column as text',
        );
      return typedText(identifier(name), type, leaves.get(name) ?? [], where);
    },
  };
}
