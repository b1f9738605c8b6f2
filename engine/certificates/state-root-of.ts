import { rmSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { CsvOptions } from '../snapshot/csv/csv-options.ts';
import type { ScannedFile } from '../snapshot/files/input-file.ts';
import type { RawColumn } from '../snapshot/raw-column.ts';
import { stageRawWithDuckDB } from '../snapshot/duckdb/raw-stage-duckdb.ts';
import type { AccountColumn } from './ethereum/account.ts';
import type { StateRoot, StateRootRequest } from './ethereum/state-root.ts';
import type { CertifiedTable } from './judged.ts';

export interface StateRootMeans {
  readonly connection: DuckDBConnection;
  /** Stages what DuckDB does not read as formats.md says, in a worker. */
  readonly stageOwn: (
    file: ScannedFile,
    csv: CsvOptions,
    columns: readonly string[],
    out: string,
  ) => Promise<readonly RawColumn[]>;
  readonly stateRoot: (request: StateRootRequest) => Promise<StateRoot>;
  /** A path that nothing else has. */
  readonly freshPath: () => string;
  readonly memory: number;
}

/** Stages the account's columns of every file, has a worker compute the root, and removes the stage. */
export async function stateRootOf(
  { files, csv }: CertifiedTable,
  columns: ReadonlyMap<AccountColumn, string>,
  { connection, stageOwn, stateRoot, freshPath, memory }: StateRootMeans,
): Promise<StateRoot> {
  const wanted = [...new Set(columns.values())];
  const stages: { path: string; file: string }[] = [];
  try {
    for (const file of files) {
      const path = freshPath();
      stages.push({ path, file: file.name });
      const staged = file.plain
        ? await stageRawWithDuckDB(connection, file, csv, wanted, path)
        : await stageOwn(file, csv, wanted, path);
      const inexact = staged.find(({ kind }) => kind !== 'text');
      if (inexact !== undefined)
        return { why: `${file.name}: its column ${inexact.name} is neither text nor whole numbers` };
    }
    const places = [...columns].map(([name, column]) => [name, wanted.indexOf(column)] as const);
    return await stateRoot({ stages, columns: places, memory, out: freshPath() });
  } finally {
    for (const { path } of stages) rmSync(path, { force: true });
  }
}
