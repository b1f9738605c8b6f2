import type { OnProgress } from '../../contract/progress.ts';
import type { CsvOptions } from '../snapshot/csv/csv-options.ts';
import type { Database } from '../snapshot/duckdb/database.ts';
import type { ScannedFile } from '../snapshot/files/input-file.ts';
import { profileColumns, type ColumnProfile } from '../snapshot/duckdb/profile.ts';
import type { RawColumn } from '../snapshot/raw-column.ts';
import { stageRawWithDuckDB } from '../snapshot/duckdb/raw-stage-duckdb.ts';
import { findTables, type Scan, type SideTable, type StageOwn } from './side-tables.ts';

/** A table of a snapshot: its files as they were digested, and every column profiled over all its rows. */
export interface InspectedTable {
  readonly name: string;
  readonly files: readonly ScannedFile[];
  readonly csv: CsvOptions;
  readonly rows: bigint;
  readonly columns: readonly ColumnProfile[];
}

export interface Inspection {
  readonly tables: readonly InspectedTable[];
  /** Names that were met and are no data. */
  readonly notRead: readonly string[];
}

export interface InspectHow {
  readonly scan: Scan;
  readonly stageOwn: StageOwn;
  /** Opened once the files are found; it may read `path` and write below the folder of `freshPath`. */
  readonly database: Database;
  /** A path in a folder of the caller's that nothing else has. */
  readonly freshPath: () => string;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal | undefined;
}

/** Finds, digests, counts and profiles what lies at a path (absolute): nothing is sampled, every row is read. */
export async function inspectSnapshot(path: string, how: InspectHow): Promise<Inspection> {
  const { tables, notRead } = await findTables('source', path, how.scan);
  const inspected: InspectedTable[] = [];
  for (const table of tables) {
    how.onProgress({
      step: 'profile',
      done: inspected.length,
      total: tables.length,
      unit: 'tables',
      detail: table.name,
    });
    inspected.push(await inspectTable(table, how));
  }
  return { tables: inspected, notRead };
}

async function inspectTable(
  table: SideTable,
  { database, stageOwn, freshPath, signal }: InspectHow,
): Promise<InspectedTable> {
  const { csv } = table.dialect;
  const paths: string[] = [];
  let columns: readonly RawColumn[] = [];
  for (const file of table.scanned) {
    signal?.throwIfAborted();
    const out = freshPath();
    columns = file.plain
      ? await stageRawWithDuckDB(database.connection, file, csv, table.columns, out)
      : await stageOwn(file, csv, table.columns, out);
    paths.push(out);
  }
  const profiles = await profileColumns(database.connection, paths, columns, signal);
  return { name: table.name, files: table.scanned, csv, rows: BigInt(table.rows), columns: profiles };
}
