import { availableParallelism } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';

// One statement in a process of its own, all cores, DuckDB's own share of memory: prints how many rows it copied.
const instance = await DuckDBInstance.create(':memory:', {
  threads: String(availableParallelism()),
  temp_directory: 'spilled',
});
const connection = await instance.connect();
const copied = await connection.runAndReadAll(process.argv[2]!);
process.stdout.write(String(copied.getRows()[0]![0]));
connection.closeSync();
instance.closeSync();
