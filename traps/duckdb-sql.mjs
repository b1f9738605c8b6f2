import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The trap's duckdb.sql: what a careful user would write, with the columns mapped for them, over sniffed types. */
export async function askDuckDb(trap) {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const home = process.cwd();
  process.chdir(trap);
  try {
    const reader = await connection.runAndReadAll(readFileSync(join(trap, 'duckdb.sql'), 'utf8'));
    return { rows: new Set(reader.getRowsJson().map((row) => JSON.stringify(row))) };
  } catch (error) {
    return { error: error.message.split('\n')[0] };
  } finally {
    process.chdir(home);
    connection.closeSync();
    instance.closeSync();
  }
}
