import { sides } from '../../../contract/side.ts';
import type { OnProgress } from '../../../contract/progress.ts';
import type { Disagreement } from './cross-check.ts';
import { demandUnchanged } from '../run/demand-unchanged.ts';
import type { HashPool } from '../run/hash-pool.ts';
import type { StagedTable } from '../run-stages.ts';
import { settle } from '../run/settle.ts';

/**
 * Agreement 4, after the last reading: an export file that is no longer what was digested ends the run (the evidence
 * would not be what was read); a staged file that is no longer what was written is a disagreement.
 */
export async function checkDigests(
  tables: readonly StagedTable[],
  pool: HashPool,
  onProgress: OnProgress,
): Promise<Disagreement[]> {
  const files = tables.flatMap((table) =>
    sides.flatMap((side) => table.staged[side].map((staged) => ({ table: table.plan.name, side, ...staged }))),
  );
  let done = 0;
  const told = <T>(work: Promise<T>): Promise<T> =>
    work.then((result) => {
      onProgress({ step: 'cross-check', done: ++done, total: files.length, unit: 'files' });
      return result;
    });
  const found = await settle(
    files.map(async ({ table, side, file, raw, groups }) => {
      await told(demandUnchanged(file, side, pool));
      const staged = [
        ...(raw === null ? [] : [raw]),
        ...groups.flatMap(({ canonical }) => (canonical === null ? [] : [canonical])),
      ];
      const wrong: Disagreement[] = [];
      for (const { path, sha256: expected } of staged) {
        const now = await pool.run('digest', { path });
        if (now !== expected)
          wrong.push({ agreement: '4', table, expected: `${file.name} staged with SHA-256 ${expected}`, found: now });
      }
      return wrong;
    }),
  );
  return found.flat();
}
