import { exitStatusOf, problemOf, TallyError } from '../../../contract/problem.ts';
import type { Side } from '../../../contract/side.ts';
import type { ScannedFile } from '../../snapshot/files/input-file.ts';
import { atSide } from './at-side.ts';
import type { HashPool } from './hash-pool.ts';

/** Refuses an export file that no longer is what was scanned: the evidence would not be what was read. */
export async function demandUnchanged(file: ScannedFile, side: Side, pool: HashPool): Promise<void> {
  const sha256 = await pool.run('digest', { path: file.path, name: file.name }).catch((error: unknown) => {
    if (problemOf(error).code === 'input_missing') return null;
    throw error;
  });
  if (sha256 !== file.sha256)
    throw new TallyError(
      'input_changed',
      sha256 === null ? 'The file was removed while it was read' : 'The file changed while it was read',
      `${side}: ${file.name}`,
      'Export into a folder that nothing writes to, and run again',
    );
}

/** What a failed reading of a scanned file means: what the scanner took and another reader refuses has likely changed. */
export async function readAgainFailed(error: unknown, file: ScannedFile, side: Side, pool: HashPool): Promise<unknown> {
  if (exitStatusOf[problemOf(error).code] === exitStatusOf.input_changed) await demandUnchanged(file, side, pool);
  return atSide(error, side);
}
