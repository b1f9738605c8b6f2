import { CsvRecord } from '../csv/csv-record.ts';
import { dialectOf, type CsvOptions } from '../csv/csv-options.ts';
import { DialectBytes } from '../csv/dialect-bytes.ts';
import type { ScannedFile } from '../files/input-file.ts';
import { memberText } from './member-text.ts';
import { ndjsonLines } from './ndjson-lines.ts';
import { RawStageWriter } from './raw-stage-writer.ts';
import type { RawColumn } from '../raw-column.ts';
import { decompress, readRaw } from '../files/read-bytes.ts';
import { Utf8Gate } from '../files/utf8-gate.ts';
import { WholeRecords } from './whole-records.ts';

/**
 * The raw stage of a file that DuckDB does not read as formats.md section 3 says: NDJSON, and CSV that is not plain.
 * The same file gives the same bytes. Heavy: for a worker. `on` is told the rows written so far.
 */
export async function stageRawOwn(
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly string[],
  outPath: string,
  on: (rows: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<readonly RawColumn[]> {
  const writer = new RawStageWriter(outPath, columns, file.partitions, file.format === 'ndjson', on);
  try {
    const push = file.format === 'ndjson' ? jsonRows(file, columns, writer) : csvRows(file, csv, columns, writer);
    const gate = new Utf8Gate(file.name);
    for await (const chunk of decompress(file, readRaw(file, signal))) push(gate.push(chunk));
    gate.end();
    push(null);
    writer.close();
  } catch (error) {
    writer.abort();
    throw error;
  }
  return columns.map((name) => ({ name, kind: 'text' }));
}

/** Takes the file's text chunk by chunk, null at its end. */
type Push = (chunk: Buffer | null) => void;

function csvRows(file: ScannedFile, csv: CsvOptions, columns: readonly string[], writer: RawStageWriter): Push {
  const dialect = dialectOf(file.name, csv);
  const bytesOf = new DialectBytes(dialect);
  const record = new CsvRecord(bytesOf);
  const fields = columns.map((name) => file.columns.indexOf(name));
  let header = dialect.header;
  const records = new WholeRecords((bytes, final) => {
    let at = 0;
    while (at < bytes.length) {
      const next = record.read(bytes, at, final);
      if (next < 0) break;
      at = next;
      if (header) header = false;
      else writer.row((column) => record.value(fields[column]!));
    }
    return at;
  });
  return (chunk) => (chunk === null ? records.end() : records.push(bytesOf.fold(chunk)));
}

function jsonRows(file: ScannedFile, columns: readonly string[], writer: RawStageWriter): Push {
  return ndjsonLines(file.name, (members, line) => {
    writer.row((column) => {
      const name = columns[column]!;
      const value = members.get(name);
      if (value === undefined && members.has(name)) return { formless: Buffer.from(memberText(line, name)) };
      return value === undefined || value === null ? null : Buffer.from(value);
    });
  });
}
