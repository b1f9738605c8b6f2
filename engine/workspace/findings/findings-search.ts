import { literal, openDatabase, type Database } from '../../snapshot/duckdb/database.ts';
import { globLiteral } from '../../snapshot/duckdb/glob-literal.ts';

/** Searches the texts of all differences in differences.parquet with DuckDB, opened once a run, locked and bounded. */
export class FindingsSearch {
  readonly #path: string;
  readonly #open: () => Promise<Database>;
  #database: Promise<Database> | null = null;
  readonly #asked = new Set<Promise<unknown>>();

  /** `memory` in bytes; `temp` is a folder of this search's own. */
  constructor(packagePath: string, temp: string, { memory, threads }: { memory: number; threads: number }) {
    this.#path = `${packagePath}/differences.parquet`;
    this.#open = () => openDatabase({ memory, threads, temp, allowed: [packagePath] });
  }

  /** Lines whose records, or unrepresentable text, hold the text in any case; ascending. */
  containing(table: string, text: string): Promise<Uint32Array> {
    // In a record a quote is written twice.
    const wanted = `lower(${literal(text.replaceAll('"', '""'))})`;
    const has = (column: string, part: string) => `coalesce(contains(lower(${column}), ${part}), false)`;
    return this.#lines(
      table,
      [has('source_record', wanted), has('target_record', wanted), has('text', `lower(${literal(text)})`)].join(' OR '),
    );
  }

  /** Lines with this text for a part of their key; ascending. */
  withKeyPart(table: string, part: string): Promise<Uint32Array> {
    const written = JSON.stringify(part);
    const at = (before: string) => `contains(key, ${literal(before + written)})`;
    return this.#lines(table, `key IS NOT NULL AND (${at('[')} OR ${at(',')})`);
  }

  /** DuckDB is interrupted, and closed when no query is in it any more. */
  async close(): Promise<void> {
    const database = await this.#database;
    database?.connection.interrupt();
    await Promise.allSettled(this.#asked);
    database?.close();
    this.#database = null;
  }

  async #lines(table: string, condition: string): Promise<Uint32Array> {
    const { connection } = await (this.#database ??= this.#open());
    const from = `read_parquet(${literal(globLiteral(this.#path))}, hive_partitioning = false, file_row_number = true)`;
    const sql = `SELECT file_row_number::INTEGER FROM ${from} WHERE "table" = ${literal(table)} AND (${condition})`;
    const asked = connection.runAndReadAll(sql);
    this.#asked.add(asked);
    try {
      const [lines] = (await asked).getColumns() as number[][];
      return Uint32Array.from(lines ?? []).sort();
    } finally {
      this.#asked.delete(asked);
    }
  }
}
