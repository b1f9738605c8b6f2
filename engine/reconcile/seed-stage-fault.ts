import { renameSync } from 'node:fs';
import type { Side } from '../../contract/side.ts';
import { identifier, literal, type Database } from '../snapshot/database.ts';
import { plainParquetOptions } from '../snapshot/plain-parquet-options.ts';
import { PlainParquetReader } from '../snapshot/plain-parquet-reader.ts';
import { faultAt } from './fault.ts';

/** In a test build alone: drops or alters the first row of the target's first raw stage file. */
export async function seedStageFault({ connection }: Database, path: string, side: Side, file: number): Promise<void> {
  const fault = faultAt('stage');
  if (fault === null || side !== 'target' || file !== 0) return;
  const reader = new PlainParquetReader(path);
  const names = reader.columns.map(({ name }) => identifier(name));
  reader.close();
  const first = 'file_row_number = 0';
  const altered = names.map((name, i) =>
    i === 0 ? `CASE WHEN ${first} THEN ${name} || 'x' ELSE ${name} END AS ${name}` : name,
  );
  const select = fault === 'drop' ? `SELECT ${names.join(', ')}` : `SELECT ${altered.join(', ')}`;
  const from = `FROM read_parquet(${literal(path)}, file_row_number = true) ${fault === 'drop' ? `WHERE NOT ${first}` : ''}`;
  await connection.run(`COPY (${select} ${from}) TO ${literal(`${path}.faulty`)} (${plainParquetOptions})`);
  renameSync(`${path}.faulty`, path);
}
