import { rmSync } from 'node:fs';
import type { CsvOptions } from '../../snapshot/csv/csv-options.ts';
import { literal, type Database } from '../../snapshot/duckdb/database.ts';
import { withExport } from '../../snapshot/duckdb/export-query.ts';
import type { InputFile } from '../../snapshot/files/input-file.ts';
import { readParquetFooter } from '../../snapshot/parquet/parquet-footer.ts';
import { parquetColumns } from '../../snapshot/parquet/parquet-columns.ts';
import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import { plainParquetOptions } from '../../snapshot/parquet/plain-parquet-options.ts';
import type { RawCell } from '../../kernel/row-batch.ts';
import { rawCells } from '../../reconcile/hash/raw-cells.ts';
import { readOwnRecords } from './own-rows.ts';

/** A record of an export as its source writes it. */
export interface RawRow {
  /** From 0. */
  readonly row: number;
  readonly cells: ReadonlyMap<string, RawCell>;
}

export interface RawRequest {
  readonly file: InputFile;
  readonly csv: CsvOptions;
  /** null: every column of the record. */
  readonly columns: readonly string[] | null;
  /** The first record wanted, from 0, and how many at most. */
  readonly from: number;
  readonly count: number;
}

/** For Parquet, which DuckDB reads: a database that may read the file, and a path that nothing else has. */
export interface RawMeans {
  readonly database: () => Promise<Database>;
  readonly freshPath: () => string;
}

/** Records `from` to `from + count` of an export, as the run would read them; fewer where the file ends before. */
export async function readRawRows(request: RawRequest, means: RawMeans): Promise<RawRow[]> {
  const rows: RawRow[] = [];
  const { file, csv, columns, from, count } = request;
  const partitions = new Map(file.partitions.map(({ name, value }) => [name, value]));
  const take = (row: number, cell: (column: string) => RawCell | undefined, own: readonly string[]): boolean => {
    if (row < from) return true;
    const names = columns ?? [...own, ...partitions.keys()];
    const cells = names.map(
      (name) => [name, partitions.has(name) ? partitions.get(name)! : (cell(name) ?? null)] as const,
    );
    rows.push({ row, cells: new Map(cells) });
    return rows.length < count;
  };
  if (count === 0) return rows;
  if (file.format === 'parquet') await readParquetRecords(request, means, take);
  else await readOwnRecords(file, csv, take);
  return rows;
}

async function readParquetRecords(
  { file, csv, columns, from, count }: RawRequest,
  { database, freshPath }: RawMeans,
  take: (row: number, cell: (column: string) => RawCell | undefined, own: readonly string[]) => boolean,
): Promise<void> {
  const header = parquetColumns(readParquetFooter(file.path, file.name)).columns;
  const own = columns === null ? header : columns.filter((name) => header.includes(name));
  const scanned = { ...file, columns: header, bytes: 0, sha256: '', rows: 0, plain: true };
  const { connection } = await database();
  const out = freshPath();
  try {
    const kinds = await withExport(connection, scanned, csv, own, { scratch: `${out}.bare` }, async (query) => {
      const some = `SELECT * FROM (${query.sql}) LIMIT ${count} OFFSET ${from}`;
      await connection.run(`COPY (${some}) TO ${literal(out)} (${plainParquetOptions})`);
      return query.columns;
    });
    const reader = new PlainParquetReader(out);
    let row = from;
    for (let group = 0; group < reader.groups.length; group++) {
      const cells = reader.readGroup(group).map((column, i) => rawCells(column, kinds[i]!.kind));
      for (let at = 0; at < reader.groups[group]!.rows; at++)
        take(row++, (name) => cells[own.indexOf(name)]?.(at), own);
    }
    reader.close();
  } finally {
    rmSync(out, { force: true });
  }
}
