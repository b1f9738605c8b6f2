import { sides, type BySide, type Side } from '../../../contract/side.ts';
import type { Plan } from '../../plan/plan.ts';
import { Attempt } from './attempt.ts';
import { faultAt, faultsAreBuilt } from '../run/fault.ts';
import { partsOf } from '../hash/direct-batches.ts';
import { directTable, type DirectTable } from './direct-table.ts';
import { dropTables, keptTables, type KeptTables } from './kept-tables.ts';
import { sumDirect, type DirectSums } from '../judge/direct-sums.ts';
import { roomForEntries } from '../hash/entry-store.ts';
import type { HashedGroup } from '../hash/hash-rows.ts';
import type { OpenedTable } from './open-table.ts';
import { readAgainFailed } from '../run/demand-unchanged.ts';
import { seedExportFault, seedHashedFault } from '../hash/seed-faults.ts';
import { settle } from '../run/settle.ts';
import { stagedEntryBytes } from '../hash/staged-entry.ts';
import type { StageContext, StagedFile } from './stage-side.ts';

export interface DirectRead extends DirectTable {
  readonly kept: KeptTables;
  /** What DuckDB counts and sums over each side's rows; null for a side that was not asked for. */
  readonly sums: DirectSums;
}

/**
 * Steps 3 and 4 without a stage: workers read the exports themselves, and DuckDB reads them for its own side of the
 * cross-check meanwhile. Says why not, in words for run.json, where either cannot: the table is staged then.
 */
export async function readDirectly(
  table: OpenedTable,
  plan: Plan,
  only: readonly Side[],
  context: StageContext,
): Promise<{ readonly staged: BySide<readonly StagedFile[]>; readonly direct: DirectRead } | string> {
  if (faultsAreBuilt && (['stage', 'canonical', 'disk'] as const).some((place) => faultAt(place) !== null))
    return 'the fault asked for lies in the stage';
  const referred = plan.tables.some(({ checks }) =>
    checks.some((check) => check.kind === 'refers' && check.table === table.plan.name),
  );
  const direct = directTable(table, only, referred);
  if (typeof direct === 'string') return direct;

  // DuckDB in the middle of a query must not be closed: both have ended before either's failure is told.
  const attempt = new Attempt();
  const kept = keptTables(plan.tables.indexOf(table.plan), direct);
  const summing =
    only.length === 2 ? sumDirect(direct, kept, bytesOf(table), context.database, attempt) : Promise.resolve(null);
  let counted = 0;
  const onHashed = (rows: number): void => {
    counted += rows;
    context.onHashed(rows);
  };
  const reading = settle(
    sides.map(async (side) =>
      only.includes(side)
        ? settle(
            table.sides[side].files.map((_, index) => hashFile(table, side, index, { ...context, onHashed }, attempt)),
          )
        : [],
    ),
  );
  const [sums] = await Promise.all([summing, reading.catch(() => undefined)]);
  const [source, target] = await reading;
  if (attempt.why !== null) {
    // The stage counts these rows again: progress goes back to where it was, and never past the whole.
    context.onStaged(-counted);
    context.onHashed(-counted);
    await dropTables(kept, context);
    return attempt.why;
  }
  return {
    staged: { source: source!, target: target! },
    direct: { ...direct, kept, sums: sums ?? { source: nothing, target: nothing } },
  };
}

const bytesOf = ({ sides: { source, target } }: OpenedTable): BySide<number> => ({
  source: source.files.reduce((sum, { bytes }) => sum + bytes, 0),
  target: target.files.reduce((sum, { bytes }) => sum + bytes, 0),
});

const nothing = { rows: '0', sum: '0' };

async function hashFile(
  table: OpenedTable,
  side: Side,
  index: number,
  { pool, database, folder, hash, partitionBits, share, inMemory, onHashed, onStaged }: StageContext,
  attempt: Attempt,
): Promise<StagedFile> {
  const { columns, key } = table.plan;
  const file = table.sides[side].files[index]!;
  seedExportFault(file, { side, file: index }, 'before');
  const parts = partsOf(file, table.plan.sides[side].csv);
  const room = inMemory ? roomForEntries(file.rows) : null;
  const endOf = (i: number): number => parts[i + 1]?.firstRow ?? file.rows;
  const groups = parts.map(async (part, i): Promise<readonly HashedGroup[]> => {
    const hashed = await pool
      .run('part', {
        part,
        file: index,
        names: columns.map(({ sides: own }) => own[side].column),
        columns: columns.map(({ type, sides: own }) => ({ type, reading: own[side].reading })),
        key: key.map((name) => columns.findIndex((column) => column.name === name)),
        hash,
        partitionBits,
        share,
        room: room?.subarray(part.firstRow * stagedEntryBytes, endOf(i) * stagedEntryBytes) ?? null,
        over: attempt.over,
        out: folder.file('group'),
      })
      .catch(async (error: unknown) => {
        attempt.giveUp('it cannot be read');
        throw await readAgainFailed(error, file, side, pool);
      });
    if ('why' in hashed) {
      attempt.giveUp(hashed.why);
      return [];
    }
    // SQL has no word for a value without a form: such rows are told apart in the stage.
    if (hashed.some(({ unrepresentable }) => unrepresentable > 0))
      attempt.giveUp(`${file.name} holds a value without a form`);
    const rows = hashed.reduce((sum, group) => sum + group.rows, 0);
    onStaged(rows);
    onHashed(rows);
    return settle(hashed.map((group) => seedHashedFault(database, group, { side, file: index })));
  });
  const done = await settle(groups);
  seedExportFault(file, { side, file: index }, 'after');
  return { file, raw: null, groups: done.flat() };
}
