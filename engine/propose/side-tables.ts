import { basename } from 'node:path';
import { stat } from 'node:fs/promises';
import { TallyError } from '../../contract/problem.ts';
import type { Side } from '../../contract/side.ts';
import type { CsvOptions } from '../snapshot/csv/csv-options.ts';
import { fileFormat } from '../snapshot/files/file-format.ts';
import { findFiles } from '../snapshot/files/find-files.ts';
import { refuseNamesAlike } from '../snapshot/csv/header-names.ts';
import type { InputFile, ScannedFile } from '../snapshot/files/input-file.ts';
import type { RawColumn } from '../snapshot/raw-column.ts';
import { readFailed } from '../snapshot/files/read-failed.ts';
import { walkFolder } from '../snapshot/files/walk-folder.ts';
import { groupFiles, type FileGroup } from './file-groups.ts';
import { guessDialect, type GuessedDialect } from './guess-dialect.ts';

/** One table of one side, found and scanned. */
export interface SideTable {
  readonly side: Side;
  /** Its place among the side's tables; views and files are named by it. */
  readonly index: number;
  readonly name: string;
  /** As a plan says it; null: the side's path itself. */
  readonly files: string | null;
  readonly dialect: GuessedDialect;
  readonly scanned: readonly ScannedFile[];
  readonly columns: readonly string[];
  readonly rows: number;
  /** Columns that are names of Hive partitions. */
  readonly partitions: readonly string[];
}

/** Reads a file once, off this thread where there is one. */
export type Scan = (file: InputFile, csv: CsvOptions) => Promise<ScannedFile>;
/** Stages what DuckDB does not read as formats.md says. */
export type StageOwn = (
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly string[],
  out: string,
) => Promise<readonly RawColumn[]>;

export interface FoundSide {
  readonly tables: readonly SideTable[];
  /** Names that were met and are no data. */
  readonly notRead: readonly string[];
}

/** The tables of a side: every data file belongs to one. `path` is absolute, a file or a folder. */
export async function findTables(side: Side, path: string, scan: Scan): Promise<FoundSide> {
  const { groups, notRead } = await groupsOf(path);
  const found = groups.map(async (group) => splitByColumns(await scanGroup(path, group, scan), path));
  const outcomes = await Promise.allSettled(found);
  const tables = outcomes.flatMap((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  return { tables: tables.map((table, index) => ({ ...table, side, index })), notRead };
}

async function groupsOf(path: string): Promise<{ groups: FileGroup[]; notRead: string[] }> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (error) {
    throw readFailed(error, path);
  }
  const name = basename(path);
  if (!isFolder)
    return { groups: [{ name: groupFiles([name], name)[0]!.name, files: null, names: [name] }], notRead: [] };
  const entries = await walkFolder(path, [], (segments) => !dotted(segments.at(-1)!));
  const data: string[] = [];
  const notRead: string[] = [];
  for (const { segments, kind } of entries) {
    const file = segments.join('/');
    const isData = kind === 'file' && !segments.some(dotted) && fileFormat(file, false) !== null;
    (isData ? data : notRead).push(file);
  }
  if (data.length === 0) await findFiles(path, null); // says what is wrong
  return { groups: groupFiles(data, name), notRead: notRead.sort() };
}

const dotted = (segment: string): boolean => /^[._]/.test(segment);

type Scanned = Omit<SideTable, 'side' | 'index'>;

async function scanGroup(path: string, { name, files }: FileGroup, scan: Scan): Promise<Scanned> {
  const found = await findFiles(path, files);
  const dialect = await guessDialect(found.files[0]!);
  const outcomes = await Promise.allSettled(found.files.map((file) => scan(file, dialect.csv)));
  const scanned = outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  return { name, files, dialect, ...shapeOf(scanned) };
}

function shapeOf(scanned: readonly ScannedFile[]) {
  const columns = [...new Set(scanned.flatMap((file) => file.columns))];
  // Nobody has said yet which is which: a plan that chose would be believed.
  refuseNamesAlike(columns, new Set(), () => scanned[0]!.name);
  const partitions = [...new Set(scanned.flatMap((file) => file.partitions.map(({ name }) => name)))];
  return { scanned, columns, partitions, rows: scanned.reduce((sum, { rows }) => sum + rows, 0) };
}

/** Files that only look like parts of one table, and have other columns, are tables of their own. */
function splitByColumns(table: Scanned, path: string): Scanned[] {
  const { scanned } = table;
  const setOf = (file: ScannedFile) => JSON.stringify([...file.columns].sort());
  if (scanned[0]!.format === 'ndjson' || new Set(scanned.map(setOf)).size === 1) return [table];
  if (table.files === null && scanned.length === 1)
    throw new TallyError('internal', 'One file with two sets of columns', path);
  return scanned.map((file) => ({
    ...table,
    name: file.name.replace(/\.[a-z]+(\.(gz|zst))?$/i, ''),
    files: file.name,
    ...shapeOf([file]),
  }));
}
