import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { TallyError } from '../../contract/problem.ts';

/**
 * The DuckDB that makes the ledger. Every query runs in one thread, so that rows, row groups and compressed bytes come
 * in one order; speed comes from several queries at a time, each on a connection of its own.
 */
export class LedgerDatabase {
  readonly #instance: DuckDBInstance;
  readonly #connections: readonly DuckDBConnection[];
  readonly #signal: AbortSignal | undefined;

  private constructor(instance: DuckDBInstance, connections: DuckDBConnection[], signal: AbortSignal | undefined) {
    this.#instance = instance;
    this.#connections = connections;
    this.#signal = signal;
  }

  static async open(lanes: number, signal?: AbortSignal): Promise<LedgerDatabase> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: '1GB',
      temp_directory: '',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connections: DuckDBConnection[] = [];
    for (let lane = 0; lane < lanes; lane++) connections.push(await instance.connect());
    return new LedgerDatabase(instance, connections, signal);
  }

  /** Runs one statement; its rows as texts, NULL as null. */
  async rows(sql: string): Promise<(string | null)[][]> {
    const reader = await this.#guarded(this.#connections[0]!, (connection) => connection.runAndReadAll(sql));
    return reader
      .getRowsJson()
      .map((row) =>
        row.map((value) => (value === null ? null : typeof value === 'string' ? value : JSON.stringify(value))),
      );
  }

  /** Runs the statements, as many at a time as there are connections; `done` after each. */
  async all(statements: readonly { readonly sql: string; readonly done: () => void }[]): Promise<void> {
    const queue = [...statements];
    const lanes = this.#connections.map(async (connection) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { sql, done } = next;
        try {
          await this.#guarded(connection, () => connection.run(sql));
        } catch (error) {
          queue.length = 0;
          throw error;
        }
        done();
      }
    });
    // All lanes end before the first error is thrown: closing under a running query would abort the process.
    const ends = await Promise.allSettled(lanes);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  close(): void {
    for (const connection of this.#connections) connection.closeSync();
    this.#instance.closeSync();
  }

  async #guarded<T>(connection: DuckDBConnection, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    this.#stopWhenAsked();
    const stop = (): void => connection.interrupt();
    this.#signal?.addEventListener('abort', stop, { once: true });
    try {
      return await work(connection);
    } catch (error) {
      this.#stopWhenAsked();
      throw error;
    } finally {
      this.#signal?.removeEventListener('abort', stop);
    }
  }

  #stopWhenAsked(): void {
    if (this.#signal?.aborted === true) throw new TallyError('interrupted', 'Interrupted');
  }
}
