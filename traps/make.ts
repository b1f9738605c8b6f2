import { DuckDBInstance } from '@duckdb/node-api';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

/**
 * Writes the files of the pack that are not written by hand: long texts, many rows, Parquet. `node traps/make.ts`.
 * `folder` is the pack's own when not given.
 */
export async function makeTraps(folder: string = import.meta.dirname): Promise<string[]> {
  const made: string[] = [];
  const place = (name: string): string => {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    made.push(name);
    return path;
  };

  const long = 'The quick brown fox jumps over the lazy dog. '.repeat(8).slice(0, 300);
  const replaced = (at: number): string => `${long.slice(0, at)}#${long.slice(at + 1)}`;
  const greek = 'Ο λόγος του λογαριασμού, όπως τον έγραψε ο ταμίας. '.repeat(4); // 2 bytes a letter: byte 256 is not letter 256
  const notes = (bodies: readonly string[]): string =>
    `id,body\n${bodies.map((body, at) => `${at + 1},"${body}"\n`).join('')}`;
  writeFileSync(place('cut-at-256/source/notes.csv'), notes([long, long, greek, long]));
  writeFileSync(
    place('cut-at-256/target/notes.csv'),
    notes([replaced(256), replaced(299), `${greek.slice(0, -2)}!${greek.slice(-1)}`, long]),
  );

  const entries = (count: number, altered: number | null): Buffer =>
    gzipSync(
      `id,amount\n${Array.from({ length: count }, (_, at) => `${at + 1},${at + 1 === altered ? at + 2 : at + 1}.00\n`).join('')}`,
    );
  writeFileSync(place('row-cap/source/entries.csv.gz'), entries(5000, null));
  writeFileSync(place('row-cap/target/entries.csv.gz'), entries(4999, 4990));

  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const parquet = place('same-name-same-type/source/accounts.parquet').replaceAll("'", "''");
  const rows = [1, 2, 3, 4].map((id) => `(${id}::BIGINT, 1200::BIGINT, 'A', DATE '2026-01-31')`);
  await connection.run(
    `COPY (SELECT * FROM (VALUES ${rows.join(', ')}) t(id, amount, status, opened)) TO '${parquet}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return made;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await makeTraps();
