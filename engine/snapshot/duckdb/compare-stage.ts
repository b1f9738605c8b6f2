import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CsvOptions } from '../csv/csv-options.ts';
import { literal } from './database.ts';
import { withExport, type ExportQuery } from './export-query.ts';
import { globLiteral } from './glob-literal.ts';
import type { ScannedFile } from '../files/input-file.ts';
import { stagedName, type RawColumn } from '../raw-column.ts';
import { oneRow } from './text-rows.ts';

/** What the second reading gave, and what the stage holds, where they are not the same. */
export interface StageDisagreement {
  readonly expected: string;
  readonly found: string;
}

/**
 * The second reading: does the raw stage hold what the export holds? DuckDB counts and sums its own hash over the rows
 * of both; a stage that we wrote ourselves is written again by `rewrite`, to the same bytes. null: they agree.
 */
export async function stageAgreesWithExport(
  connection: DuckDBConnection,
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly RawColumn[],
  rawPath: string,
  rewrite: (outPath: string) => Promise<unknown>,
): Promise<StageDisagreement | null> {
  const [expected, found] = file.plain
    ? await hashes(connection, file, csv, columns, rawPath)
    : await digests(rawPath, rewrite);
  return expected === found ? null : { expected, found };
}

async function hashes(
  connection: DuckDBConnection,
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly RawColumn[],
  rawPath: string,
): Promise<readonly [string, string]> {
  // The row numbers bind the order too; a column of that name leaves no room for them.
  const numbered = file.format === 'parquet' && !file.columns.some((name) => name.toLowerCase() === 'file_row_number');
  const cells = columns.map((_, i) => `r.${stagedName(i)}`);
  const sum = async (from: string) => {
    const sql = `SELECT count(*)::VARCHAR, coalesce(sum(hash(${['0', ...(numbered ? ['r.file_row_number'] : []), ...cells].join(', ')})), 0)::VARCHAR FROM ${from} r`;
    const [rows, hash] = (await oneRow({ connection }, sql)) as [string, string];
    return `${rows} rows, sum of hashes ${hash}`;
  };
  const staged = `read_parquet(${literal(globLiteral(rawPath))}, hive_partitioning = false, file_row_number = ${String(numbered)})`;
  const read = async (query: ExportQuery) => (await sum(`(${query.sql})`)) + kindsOf(query.columns);
  const names = columns.map(({ name }) => name);
  return [
    await withExport(connection, file, csv, names, { scratch: `${rawPath}.bare`, numbered }, read),
    (await sum(staged)) + kindsOf(columns),
  ];
}

/** As what the columns are read, where it is not text alone: a stage that was kept says so itself. */
function kindsOf(columns: readonly RawColumn[]): string {
  const kinds = columns.map(({ kind }) => kind);
  return kinds.every((kind) => kind === 'text') ? '' : `, as ${kinds.join(', ')}`;
}

async function digests(
  rawPath: string,
  rewrite: (outPath: string) => Promise<unknown>,
): Promise<readonly [string, string]> {
  const again = `${rawPath}.again`;
  try {
    await rewrite(again);
    return [`sha256 ${await digest(again)}`, `sha256 ${await digest(rawPath)}`];
  } finally {
    await rm(again, { force: true });
  }
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
