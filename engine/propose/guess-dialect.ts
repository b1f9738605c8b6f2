import { isDecimal } from '../canonical/decimal.ts';
import { CsvRecord } from '../snapshot/csv/csv-record.ts';
import { defaultCsv, type CsvOptions } from '../snapshot/csv/csv-options.ts';
import { DialectBytes } from '../snapshot/csv/dialect-bytes.ts';
import type { InputFile } from '../snapshot/files/input-file.ts';
import { decompress, readRaw } from '../snapshot/files/read-bytes.ts';

const headBytes = 1 << 18;
const headRecords = 1000;

/** How a CSV file seems to be written, and whether it is only a guess that its first line is no header. */
export interface GuessedDialect {
  readonly csv: CsvOptions;
  readonly why: string;
}

/** Guesses from the file's beginning. Whatever is wrong with the file is left to the scanner to say, with its place. */
export async function guessDialect(file: InputFile): Promise<GuessedDialect> {
  if (file.format !== 'csv') return { csv: defaultCsv, why: '' };
  const { bytes, final } = await head(file);
  return guessFromHead(bytes, final);
}

async function head(file: InputFile): Promise<{ bytes: Buffer; final: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of decompress(file, readRaw(file))) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > headBytes) break;
  }
  const bytes = Buffer.concat(chunks);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return { bytes: bytes.subarray(start, start + headBytes), final: size <= headBytes };
}

/** The dialect in which the most fields stand in every record; the header is one unless it reads like the rows below. */
export function guessFromHead(bytes: Buffer, final: boolean): GuessedDialect {
  let best: { records: readonly (readonly (string | null)[])[]; csv: CsvOptions } | null = null;
  for (const escape of ['"', '\\'])
    for (const delimiter of [',', ';', '\t', '|', ':', '^', '~', '\u0001']) {
      const csv = { ...defaultCsv, delimiter, escape };
      const records = recordsOf(bytes, final, csv);
      if (records === null || (best !== null && records[0]!.length <= best.records[0]!.length)) continue;
      best = { records, csv };
    }
  if (best === null || best.records[0]!.length < 2) return { csv: { ...defaultCsv, delimiter: ',' }, why: '' };
  const { records, csv } = best;
  const header = !headerIsData(records);
  const parts = [
    ...(csv.delimiter === ','
      ? []
      : [`${JSON.stringify(csv.delimiter)} parts every record into ${records[0]!.length}`]),
    ...(csv.escape === '"' ? [] : ['a backslash stands before quotes']),
    ...(header ? [] : ['the first line reads like the rows below it, so that it is no header']),
  ];
  return { csv: { ...csv, header }, why: parts.join('; ') };
}

/** The records at the file's beginning, null where they have not all one number of fields or break off in a quote. */
function recordsOf(bytes: Buffer, final: boolean, csv: CsvOptions & { readonly delimiter: string }) {
  const dialect = new DialectBytes(csv);
  const record = new CsvRecord(dialect);
  const records: (string | null)[][] = [];
  const folded = dialect.fold(bytes);
  try {
    for (let at = 0; at < folded.length && records.length < headRecords;) {
      at = record.read(folded, at, final);
      if (at < 0) break;
      if (records.length > 0 && record.fields !== records[0]!.length) return null;
      records.push(Array.from({ length: record.fields }, (_, i) => record.value(i)?.toString() ?? null));
    }
  } catch {
    return null; // not of this dialect
  }
  return records.length === 0 ? null : records;
}

/** Rows of numbers and dates below a line of such: a name like `2024` over text is still a name. */
function headerIsData([first, ...rest]: readonly (readonly (string | null)[])[]): boolean {
  if (rest.length === 0) return false;
  const kinds = first!.map((_, column) => {
    const values = rest.flatMap((record) => record[column] ?? []);
    return values.length > 0 && values.every(isTyped);
  });
  const typed = kinds.flatMap((is, column) => (is ? [column] : []));
  return typed.length > 0 && typed.every((column) => first![column] === null || isTyped(first![column]!));
}

const isTyped = (text: string): boolean =>
  isDecimal(text) || /^\d{4}-\d\d-\d\d/.test(text) || /^\d\d?[./]\d\d?[./]\d{4}/.test(text);
