import { rmSync } from 'node:fs';
import { openDatabase, type Database } from '../../snapshot/duckdb/database.ts';
import { RunFolder } from '../../reconcile/run/run-folder.ts';
import { readRawRows, type RawRequest, type RawRow } from './raw-rows.ts';

/** Has `use` read raw records below the folders; DuckDB is opened for them where a file needs it, and closed after. */
export async function withRawReader<T>(
  folders: readonly string[],
  limits: { readonly memory: number; readonly threads: number; readonly temp: string },
  use: (read: (request: RawRequest) => Promise<RawRow[]>) => Promise<T>,
): Promise<T> {
  const folder = new RunFolder(limits.temp);
  let database: Promise<Database> | null = null;
  const open = (): Promise<Database> =>
    (database ??= openDatabase({
      memory: Math.floor(limits.memory / 4),
      threads: limits.threads,
      temp: folder.folder('duckdb'),
      allowed: [folder.path, ...folders],
    }));
  try {
    return await use((request) => readRawRows(request, { database: open, freshPath: () => folder.file('rows') }));
  } finally {
    await (database as Promise<Database> | null)?.then(
      (opened) => opened.close(),
      () => undefined,
    );
    rmSync(folder.path, { recursive: true, force: true, maxRetries: 3 });
  }
}
