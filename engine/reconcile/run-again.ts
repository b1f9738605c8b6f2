import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { OnProgress } from '../../contract/progress.ts';
import type { BySide } from '../../contract/side.ts';
import type { VerifyOptions } from '../evidence/verify-package.ts';
import { makePassingFolder } from '../snapshot/files/passing-folder.ts';
import type { HashPool } from './run/hash-pool.ts';
import type { Limits } from './run/limits.ts';
import { reconcile } from './reconcile.ts';

export interface AgainRequest {
  /** Of the package. */
  readonly folder: string;
  /** The exports at hand. */
  readonly folders: BySide<string>;
  readonly limits: Limits;
  readonly startPool: (size: number, signal: AbortSignal) => HashPool;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/** What `verify` repeats a run by: the package's own plan, time and certificates, on the exports at hand. */
export function runAgain(request: AgainRequest): NonNullable<VerifyOptions['rerun']> {
  const { folder, folders, limits, startPool, onProgress, signal } = request;
  return async ({ plan, report }) => {
    const passing = makePassingFolder(limits.temp, 'rerun');
    const pool = startPool(limits.threads, signal);
    try {
      const { bytes } = await reconcile({
        plan,
        planBytes: readFileSync(join(folder, 'plan.yaml')),
        folders,
        out: join(passing, 'package'),
        at: report.at,
        certificates: { said: report.sides },
        limits,
        keepStage: false,
        pool,
        onProgress,
        signal,
      });
      return bytes;
    } finally {
      await pool.close();
      rmSync(passing, { recursive: true, force: true });
    }
  };
}
