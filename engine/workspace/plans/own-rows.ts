import { CsvRecord } from '../../snapshot/csv/csv-record.ts';
import { dialectOf, type CsvOptions } from '../../snapshot/csv/csv-options.ts';
import { DialectBytes } from '../../snapshot/csv/dialect-bytes.ts';
import type { InputFile } from '../../snapshot/files/input-file.ts';
import { ndjsonLines } from '../../snapshot/own/ndjson-lines.ts';
import { memberText } from '../../snapshot/own/member-text.ts';
import { decompress, readRaw } from '../../snapshot/files/read-bytes.ts';
import { Utf8Gate } from '../../snapshot/files/utf8-gate.ts';
import { WholeRecords } from '../../snapshot/own/whole-records.ts';
import type { RawCell } from '../../kernel/row-batch.ts';

/** Called once a record, `row` from 0; `cell` reads a column of it, undefined for one it lacks. False stops the reading. */
export type OnRecord = (
  row: number,
  cell: (column: string) => RawCell | undefined,
  columns: readonly string[],
) => boolean;

/** Reads the records of a CSV or NDJSON file from its start, as our own readers of the run do, until told to stop. */
export async function readOwnRecords(
  file: InputFile,
  csv: CsvOptions,
  on: OnRecord,
  signal?: AbortSignal,
): Promise<void> {
  const state = { going: true };
  const push = file.format === 'ndjson' ? jsonRecords(file, on, state) : csvRecords(file, csv, on, state);
  const gate = new Utf8Gate(file.name);
  for await (const chunk of decompress(file, readRaw(file, signal))) {
    push(gate.push(chunk));
    if (!state.going) return;
  }
  push(null);
}

type Push = (chunk: Buffer | null) => void;
interface State {
  going: boolean;
}

function csvRecords(file: InputFile, csv: CsvOptions, on: OnRecord, state: State): Push {
  const dialect = dialectOf(file.name, csv);
  const bytesOf = new DialectBytes(dialect);
  const record = new CsvRecord(bytesOf);
  let columns: readonly string[] | null = null;
  let row = 0;
  const text = (field: number): string | null => record.value(field)?.toString('utf8') ?? null;
  const cell = (column: string): RawCell | undefined => {
    const field = columns!.indexOf(column);
    return field < 0 || field >= record.fields ? undefined : text(field);
  };
  const records = new WholeRecords((bytes, final) => {
    let at = 0;
    while (at < bytes.length && state.going) {
      const next = record.read(bytes, at, final);
      if (next < 0) return at;
      at = next;
      if (columns !== null) state.going = on(row++, cell, columns);
      else {
        const fields = Array.from({ length: record.fields }, (_, field) => field);
        columns = fields.map((field) => (dialect.header ? (text(field) ?? '') : `c${field + 1}`));
        if (!dialect.header) state.going = on(row++, cell, columns);
      }
    }
    return bytes.length;
  });
  return (chunk) => (chunk === null ? records.end() : records.push(bytesOf.fold(chunk)));
}

function jsonRecords(file: InputFile, on: OnRecord, state: State): Push {
  let row = 0;
  return ndjsonLines(file.name, (members, line) => {
    if (!state.going) return;
    const cell = (column: string): RawCell | undefined => {
      const value = members.get(column);
      if (value === undefined && members.has(column)) return { formless: memberText(line, column) };
      return value === undefined ? null : value;
    };
    state.going = on(row++, cell, [...members.keys()]);
  });
}
