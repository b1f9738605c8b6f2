import { sides, type BySide, type Side } from '../../../contract/side.ts';
import type { Plan, TablePlan } from '../../plan/plan.ts';
import { describeSide, type DescribedSide } from '../../snapshot/describe-side.ts';
import { atSide } from '../run/at-side.ts';
import { checkColumns } from './check-columns.ts';
import { settle } from '../run/settle.ts';
import type { HashPool } from '../run/hash-pool.ts';
import { seedScannerFault } from '../hash/seed-faults.ts';

export interface OpenedTable {
  readonly plan: TablePlan;
  readonly sides: BySide<DescribedSide>;
  /** Columns of the export that are neither mapped nor ignored. */
  readonly unmapped: BySide<readonly string[]>;
}

/**
 * Step 1: finds, digests, counts and describes every file of every table, in worker threads, and judges the headers
 * against the plan. `folders` are the sides' absolute paths.
 */
export async function openTables(
  plan: Plan,
  folders: BySide<string>,
  only: readonly Side[],
  pool: HashPool,
  onBytes: (done: number, total: number) => void,
): Promise<OpenedTable[]> {
  const done = new Map<string, number>();
  let total = 0;
  const open = (table: TablePlan, side: Side) =>
    describeSide(folders[side], table.sides[side].files, table.sides[side].csv, {
      onFound: (bytes) => (total += bytes),
      scan: (file, csv) =>
        pool
          .run('scan', { file, csv }, (bytes) => {
            done.set(`${side}/${file.path}`, bytes);
            onBytes(
              [...done.values()].reduce((sum, n) => sum + n, 0),
              total,
            );
          })
          .then((scanned) => seedScannerFault(scanned, side)),
    }).catch((error: unknown) => {
      throw atSide(error, side);
    });
  const empty: DescribedSide = { files: [], columns: [], notData: [] };
  const opened = plan.tables.map(async (table): Promise<OpenedTable> => {
    const [source, target] = await settle(
      sides.map((side) => (only.includes(side) ? open(table, side) : Promise.resolve(empty))),
    );
    const described = { source: source!, target: target! };
    const unmapped = { source: [] as readonly string[], target: [] as readonly string[] };
    for (const side of only) unmapped[side] = checkColumns(table, side, described[side]);
    return { plan: table, sides: described, unmapped };
  });
  return settle(opened);
}
