import { certifySide, type CertifyRequest, type JudgedSide } from '../certificates/certify-side.ts';
import { stateRootOf } from '../certificates/state-root-of.ts';
import type { Database } from '../snapshot/duckdb/database.ts';
import type { HashPool } from './run/hash-pool.ts';
import type { Limits } from './run/limits.ts';
import type { RunFolder } from './run/run-folder.ts';

export interface CertifyMeans {
  readonly pool: HashPool;
  readonly database: Database;
  readonly folder: RunFolder;
  readonly limits: Limits;
}

/** Judges the certificates of a side; files are digested and roots computed in worker threads. */
export const certify = (
  request: Omit<CertifyRequest, 'digests' | 'stateRoot'>,
  { pool, database, folder, limits }: CertifyMeans,
): Promise<JudgedSide> =>
  certifySide({
    ...request,
    digests: (files) => pool.run('digests', files),
    stateRoot: (table, columns) =>
      stateRootOf(table, columns, {
        connection: database.connection,
        stageOwn: (file, csv, names, out) => pool.run('stage', { file, csv, columns: names, out }),
        stateRoot: (rows) => pool.run('stateRoot', rows),
        freshPath: () => folder.file('accounts'),
        memory: Math.floor(limits.memory / 8),
      }),
  });
