import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { globLiteral } from './glob-literal.ts';
import { LargestFirst } from './largest-first.ts';

export interface DatabaseLimits {
  /** What DuckDB may hold in memory, in bytes. */
  readonly memory: number;
  readonly threads: number;
  /** How many queries may go on at once, on connections of their own; one unless said. */
  readonly lanes?: number;
  /** A folder of the run's own, for what does not fit in memory. */
  readonly temp: string;
  /** Folders and files that may be read and written; nothing else can be. */
  readonly allowed: readonly string[];
}

/** A connection, which is asked one thing at a time. */
export interface Lane {
  readonly connection: DuckDBConnection;
  /**
   * Stops the running query when the signal aborts, and every later one: DuckDB forgets an interrupt that comes before
   * a query. Call what it gives to end that.
   */
  readonly interruptOn: (signal: AbortSignal | undefined) => () => void;
}

/** Beside the lanes it has a connection of its own. */
export interface Database extends Lane {
  /** What it may hold, in bytes. */
  readonly memory: number;
  /** Has work done in a lane that is free, or becomes so; where several wait, that of the largest size is next. */
  readonly inLane: <T>(work: (lane: Lane) => Promise<T>, size?: number) => Promise<T>;
  readonly close: () => void;
}

/** A name from a file as a SQL identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A text from a file as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What each of DuckDB's threads is sure to need of its memory: what it reads and writes is not spilled. */
const threadBytes = 48 << 20;

/**
 * DuckDB in memory, locked (architecture.md, Storage and limits): exports are untrusted, and a SQL mistake of ours must
 * not become a way to read or write elsewhere.
 */
export async function openDatabase({ memory, threads, lanes = 1, temp, allowed }: DatabaseLimits): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${Math.floor(memory / 1024)}KiB`,
    threads: String(Math.max(lanes, Math.min(threads, Math.floor(memory / threadBytes)))),
    // Who asks works too, and spins where nothing is left to do: what DuckDB starts beside them is the rest.
    external_threads: String(lanes),
    temp_directory: temp,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
  });
  const own = await openLane(instance);
  const all = await Promise.all(Array.from({ length: lanes }, () => openLane(instance)));
  const { connection } = own;
  // Its readers take paths with a pattern's characters put in brackets, and it compares those as they are written.
  const folders = [temp, ...allowed]
    .flatMap((path) => [path, globLiteral(path)])
    .map(literal)
    .join(', ');
  for (const sql of [
    `SET preserve_insertion_order = true`,
    // It knows a file by size and time alone, and would go on reading what is no longer there.
    `SET enable_external_file_cache = false`,
    `SET allowed_directories = [${folders}]`,
    `SET allowed_paths = [${folders}]`,
    `SET enable_external_access = false`,
    `SET lock_configuration = true`,
  ])
    await connection.run(sql);
  const free = new LargestFirst(all);
  return {
    connection,
    memory,
    inLane: (work, size = 0) => free.use(work, size),
    interruptOn: (signal) => {
      const ends = [own, ...all].map((lane) => lane.interruptOn(signal));
      return () => ends.forEach((end) => end());
    },
    close: () => {
      for (const lane of [own, ...all]) lane.connection.closeSync();
      instance.closeSync();
    },
  };
}

async function openLane(instance: DuckDBInstance): Promise<Lane> {
  const connection = await instance.connect();
  // Each connection has these for itself.
  for (const sql of [`SET TimeZone = 'UTC'`, `SET enable_progress_bar = false`]) await connection.run(sql);
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
  };
}
