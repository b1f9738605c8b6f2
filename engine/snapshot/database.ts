import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { globLiteral } from './glob-literal.ts';

export interface DatabaseLimits {
  /** What DuckDB may hold in memory, in bytes. */
  readonly memory: number;
  readonly threads: number;
  /** A folder of the run's own, for what does not fit in memory. */
  readonly temp: string;
  /** Folders and files that may be read and written; nothing else can be. */
  readonly allowed: readonly string[];
}

export interface Database {
  readonly connection: DuckDBConnection;
  /**
   * Stops the running query when the signal aborts, and every later one: DuckDB forgets an interrupt that comes before
   * a query. Call what it gives to end that.
   */
  readonly interruptOn: (signal: AbortSignal | undefined) => () => void;
  readonly close: () => void;
}

/** A name from a file as a SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A text from a file as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * DuckDB in memory, locked (architecture.md, Storage and limits): exports are untrusted, and a SQL mistake of ours must
 * not become a way to read or write elsewhere.
 */
export async function openDatabase({ memory, threads, temp, allowed }: DatabaseLimits): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(memory / 1024)}KiB`,
    threads: String(threads),
    temp_directory: temp,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
  });
  const connection = await instance.connect();
  // Its readers take paths with a pattern's characters put in brackets, and it compares those as they are written.
  const folders = [temp, ...allowed]
    .flatMap((path) => [path, globLiteral(path)])
    .map(literal)
    .join(', ');
  for (const sql of [
    `SET TimeZone = 'UTC'`,
    `SET preserve_insertion_order = true`,
    `SET enable_progress_bar = false`,
    // It knows a file by size and time alone, and would go on reading what is no longer there.
    `SET enable_external_file_cache = false`,
    `SET allowed_directories = [${folders}]`,
    `SET allowed_paths = [${folders}]`,
    `SET enable_external_access = false`,
    `SET lock_configuration = true`,
  ])
    await connection.run(sql);
  return {
    connection,
    interruptOn: (signal) => {
      let again: NodeJS.Timeout | undefined;
      const interrupt = () => {
        connection.interrupt();
        again ??= setInterval(() => connection.interrupt(), 20);
      };
      if (signal?.aborted === true) interrupt();
      else signal?.addEventListener('abort', interrupt);
      return () => {
        clearInterval(again);
        signal?.removeEventListener('abort', interrupt);
      };
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
