import type { OnProgress } from '../../contract/progress.ts';
import type { BySide, Side } from '../../contract/side.ts';
import { TallyError } from '../../contract/problem.ts';
import type { Plan } from '../plan/plan.ts';
import { fingerprintSide } from './fingerprint-side.ts';
import type { HashPool } from './run/hash-pool.ts';
import { denseLeaves } from './fold/leaves-file.ts';
import type { Limits } from './run/limits.ts';
import { RunFolder } from './run/run-folder.ts';
import { runFailed } from './run/run-failed.ts';
import { runStages } from './run-stages.ts';
import { tableRows } from './judge/table-rows.ts';

export interface FingerprintRequest {
  readonly plan: Plan;
  readonly folders: BySide<string>;
  readonly side: Side;
  /** Of every table; null: the plan's, or what its own rows ask for. */
  readonly depth: number | null;
  readonly limits: Limits;
  readonly pool: HashPool;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal | undefined;
  /** Told of the 2^depth leaf hashes of each table, in the fingerprint's order, in chunks that soon are void. */
  readonly onLeaves: ((table: number, chunks: Iterable<Uint8Array>) => void) | null;
}

export interface SideFingerprint {
  readonly bytes: Uint8Array;
  readonly identity: string;
}

/** One side's fingerprint and its leaf hashes: made where the data lies, compared elsewhere (formats.md section 5). */
export async function fingerprint(request: FingerprintRequest): Promise<SideFingerprint> {
  const { plan, side, limits } = request;
  const folder = new RunFolder(limits.temp);
  try {
    const { tables, close } = await runStages({ ...request, only: [side], direct: true, folder });
    close();
    request.signal?.throwIfAborted();
    const made = fingerprintSide(tables, side, plan.hash);
    if (made === null) {
      const bad = tables.filter((table) => tableRows(table, side).unrepresentable > 0);
      throw new TallyError(
        'not_proven',
        `The ${side} has no fingerprint: ${bad.map((table) => `${tableRows(table, side).unrepresentable} rows of "${table.plan.name}"`).join(', ')} hold a value without a form in its type`,
        '',
        'Run reconcile with the same plan: its differences list each value with its file, row and column',
      );
    }
    for (const [i, { compared }] of tables.entries()) request.onLeaves?.(i, denseLeaves(compared.leaves[side]));
    return made;
  } catch (error) {
    throw runFailed(error, request.signal, limits.temp);
  } finally {
    folder.remove();
  }
}
