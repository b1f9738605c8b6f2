import { stat } from 'node:fs/promises';
import { TallyError } from '../../contract/problem.ts';
import type { CsvOptions } from './csv/csv-options.ts';
import { findFiles } from './files/find-files.ts';
import type { InputFile, ScannedFile } from './files/input-file.ts';
import { readFailed } from './files/read-failed.ts';

export interface DescribedSide {
  readonly files: readonly ScannedFile[];
  /** In the first file's order; members of NDJSON in order of first sight. */
  readonly columns: readonly string[];
  readonly notData: readonly string[];
}

export interface DescribeHow {
  /** Told once for each file, with its size, before any is read. */
  readonly onFound?: (bytes: number) => void;
  /** Reads one file, in a worker or here; it is called for all files at once, and says itself how many are open. */
  readonly scan: (file: InputFile, csv: CsvOptions) => Promise<ScannedFile>;
}

/** Finds and scans the files of one side of one table, and says what columns it has. */
export async function describeSide(
  sidePath: string,
  files: string | null,
  csv: CsvOptions,
  { onFound = () => undefined, scan }: DescribeHow,
): Promise<DescribedSide> {
  const found = await findFiles(sidePath, files);
  for (const file of found.files) onFound(await sizeOf(file));
  const outcomes = await Promise.allSettled(found.files.map((file) => scan(file, csv)));
  const scanned = outcomes.map((outcome) => {
    // The first file's error, whichever worker was first: the same input gives the same message.
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  return { files: scanned, columns: sharedColumns(scanned), notData: found.notData };
}

/** Files may order their columns differently, but must have the same; an absent member of NDJSON is NULL. */
function sharedColumns(files: readonly ScannedFile[]): readonly string[] {
  const [first, ...others] = files as readonly [ScannedFile, ...ScannedFile[]];
  const columns = new Set(first.columns);
  if (first.format === 'ndjson') {
    for (const file of others) for (const name of file.columns) columns.add(name);
    return [...columns];
  }
  for (const file of others) {
    const own = new Set(file.columns);
    const missing = first.columns.find((name) => !own.has(name));
    const extra = file.columns.find((name) => !columns.has(name));
    if (missing !== undefined) throw uneven(file.name, first.name, missing);
    if (extra !== undefined) throw uneven(first.name, file.name, extra);
  }
  return first.columns;
}

const uneven = (lacks: string, has: string, column: string): TallyError =>
  new TallyError(
    'input_header',
    `Files of one table have different columns: "${column}" is in ${has} alone`,
    lacks,
    'Export all files with the same columns, or name the files of the table with "files"',
  );

async function sizeOf(file: InputFile): Promise<number> {
  try {
    return (await stat(file.path)).size;
  } catch (error) {
    throw readFailed(error, file.name);
  }
}
