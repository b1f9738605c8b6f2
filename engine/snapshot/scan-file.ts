import { createHash } from 'node:crypto';
import { TallyError } from '../../contract/problem.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { readRaw, decompress } from './files/read-bytes.ts';
import { CsvScanner } from './csv/csv-scanner.ts';
import { dialectOf, type CsvOptions } from './csv/csv-options.ts';
import { refuseEqualNames, refuseNamesAlike } from './csv/header-names.ts';
import type { InputFile, ScannedFile } from './files/input-file.ts';
import { ndjsonLines } from './own/ndjson-lines.ts';
import { readParquetFooter } from './parquet/parquet-footer.ts';
import { parquetColumns } from './parquet/parquet-columns.ts';
import { readPieces } from './files/read-pieces.ts';
import { scanCsv } from './csv/scan-csv.ts';
import { Utf8Gate } from './files/utf8-gate.ts';

/**
 * Reads a file once: its digest, its records counted by no reader of DuckDB's, its columns. Heavy: for a worker.
 * `on` is told the bytes read so far. With a kernel CSV is judged by it, and again by the scanner where it refuses, so
 * that the same words are said. Errors are of the file (status 3), by name, row, line and column.
 */
export async function scanFile(
  file: InputFile,
  csv: CsvOptions,
  on: (bytes: number) => void = () => undefined,
  signal?: AbortSignal,
  kernel: Kernel | null = null,
): Promise<ScannedFile> {
  const found =
    kernel && file.format === 'csv' ? await scanCsv(kernel, file, dialectOf(file.name, csv), on, signal) : null;
  if (found !== null) return withPartitions({ ...file, ...found });
  const digest = createHash('sha256');
  let bytes = 0;
  const take = (chunk: Uint8Array): void => {
    digest.update(chunk);
    on((bytes += chunk.length));
  };
  const raw = async function* () {
    for await (const chunk of readRaw(file, signal)) {
      take(chunk);
      yield chunk;
    }
  };
  if (file.format === 'parquet') await readPieces(file.path, file.name, take, signal); // the footer says the rest
  const content = await (file.format === 'parquet' ? ofFooter(file) : scanContent(file, csv, raw()));
  const { rows, columns, plain, brokenLines = false } = content;
  return withPartitions({ ...file, bytes, sha256: digest.digest('hex'), rows, columns, plain, brokenLines });
}

function withPartitions(file: ScannedFile): ScannedFile {
  const columns = [...file.columns, ...file.partitions.map(({ name }) => name)];
  refuseEqualNames(columns, file.name);
  return { ...file, columns };
}

type Content = Pick<ScannedFile, 'rows' | 'columns' | 'plain' | 'brokenLines'>;

function ofFooter(file: InputFile): Content {
  const content = parquetColumns(readParquetFooter(file.path, file.name));
  if (content.columns.length === 0)
    throw new TallyError('input_malformed', 'The file has no column', file.name, 'Export it again');
  // DuckDB knows Parquet's columns by name and in no case: it cannot tell them apart, whatever a plan says.
  refuseNamesAlike(content.columns, new Set(), () => file.name);
  return { ...content, plain: true };
}

async function scanContent(file: InputFile, csv: CsvOptions, raw: AsyncIterable<Buffer>): Promise<Content> {
  if (file.format === 'ndjson') {
    const columns = new Set<string>();
    let rows = 0;
    const push = ndjsonLines(file.name, (members) => {
      rows++;
      for (const name of members.keys()) columns.add(name);
    });
    const gate = new Utf8Gate(file.name, (before) => {
      push(before);
      return `${file.name}, row ${rows + 1}`;
    });
    for await (const chunk of decompress(file, raw)) push(gate.push(chunk));
    gate.end();
    push(null);
    return { rows, columns: [...columns], plain: false };
  }
  const scanner = new CsvScanner(file.name, dialectOf(file.name, csv));
  const gate = new Utf8Gate(file.name, (before) => {
    scanner.push(before);
    return scanner.place();
  });
  for await (const chunk of decompress(file, raw)) scanner.push(gate.push(chunk));
  gate.end();
  scanner.end();
  return scanner;
}
