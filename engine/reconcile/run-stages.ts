import { sides, type BySide, type Side } from '../../contract/side.ts';
import type { OnProgress } from '../../contract/progress.ts';
import type { Plan } from '../plan/plan.ts';
import { openDatabase, type Database } from '../snapshot/duckdb/database.ts';
import { depthFor } from '../tree/depth.ts';
import { compareTable, partitionBitsFor, type ComparedTable, type FoldedBuckets } from './fold/compare-table.ts';
import type { HashPool } from './run/hash-pool.ts';
import type { Limits } from './run/limits.ts';
import type { ListingFiles } from './fold/listing-turns.ts';
import { openTables, type OpenedTable } from './read/open-table.ts';
import type { RunFolder } from './run/run-folder.ts';
import { readDirectly, type DirectRead } from './read/read-directly.ts';
import { settle } from './run/settle.ts';
import { stagedEntryBytes } from './hash/staged-entry.ts';
import type { KeptStages } from './read/kept-stages.ts';
import { columnsRead, stageSide, type StagedFile } from './read/stage-side.ts';

export interface StagedTable extends OpenedTable {
  readonly staged: BySide<readonly StagedFile[]>;
  /** How DuckDB reads exports that were not staged, and what it sums up of them; null where they were staged. */
  readonly direct: DirectRead | null;
  /** Why the table was staged; empty where it was not. */
  readonly notDirect: string;
  readonly compared: ComparedTable;
}

export interface Stages {
  readonly tables: readonly StagedTable[];
  readonly database: Database;
  readonly close: () => void;
}

export interface StageRequest {
  readonly plan: Plan;
  /** Absolute paths of the sides. */
  readonly folders: BySide<string>;
  /** The sides to read: both, or the one that is fingerprinted. */
  readonly only: readonly Side[];
  /** Whether exports may be read without a stage. */
  readonly direct: boolean;
  /** Stages of earlier runs, where they may be taken up. */
  readonly kept?: KeptStages | undefined;
  /** Overrides the plan's depth of every table. */
  readonly depth: number | null;
  readonly limits: Limits;
  readonly pool: HashPool;
  readonly folder: RunFolder;
  readonly onProgress: OnProgress;
  /** Stops DuckDB in the middle of a query; the pool has its own. */
  readonly signal: AbortSignal | undefined;
  /** Where the listings of a table go, by its index, where they are wanted. */
  readonly listings?: ((table: number) => ListingFiles) | undefined;
  /** Told of buckets as they are proven equal or found different. */
  readonly onBuckets?: ((table: string, buckets: FoldedBuckets) => void) | undefined;
}

/** Steps 1 to 4: open, stage, hash, compare. The caller closes what it is given. */
export async function runStages(request: StageRequest): Promise<Stages> {
  const { plan, folders, only, pool, folder, limits, onProgress, signal } = request;
  onProgress({ step: 'open', done: 0, total: null, unit: 'bytes' });
  const opened = await openTables(plan, folders, only, pool, (done, total) =>
    onProgress({ step: 'open', done, total, unit: 'bytes' }),
  );
  const files = opened.flatMap((table) => only.flatMap((side) => table.sides[side].files));
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  onProgress({ step: 'open', done: bytes, total: bytes, unit: 'bytes' });
  folder.demandSpace(bytes, rows);
  const database = await openDatabase({
    memory: Math.floor(limits.memory / 2),
    threads: limits.threads,
    // Two readings of compressed texts, each of which is one thread's, go on at once; where memory is short none shares it.
    lanes: limits.memory < 2 ** 30 ? 1 : Math.min(2, limits.threads),
    temp: folder.folder('duckdb'),
    allowed: [folder.path, ...only.map((side) => folders[side])],
  });
  const quiet = database.interruptOn(signal);
  const close = () => {
    quiet();
    database.close();
  };
  try {
    const tables = await stageAndHash(request, opened, rows, database);
    return { tables, database, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Whether an earlier run has left the stage of all its files. */
const isKept = (table: OpenedTable, { kept, only }: StageRequest): boolean =>
  kept !== undefined &&
  only.every((side) =>
    table.sides[side].files.every((file) => kept.has(file, table.plan.sides[side].csv, columnsRead(table.plan, side))),
  );

async function stageAndHash(
  request: StageRequest,
  opened: readonly OpenedTable[],
  rows: number,
  database: Database,
): Promise<StagedTable[]> {
  const { plan, pool, folder, limits, onProgress } = request;
  // DuckDB has a half, entries at most a quarter, and what the workers hold beside them the last.
  const share = limits.memory / 4 / limits.threads;
  const inMemory = rows * stagedEntryBytes <= limits.memory / 4;
  let staged = 0;
  let hashed = 0;
  const count = (step: 'stage' | 'hash') => (more: number, detail?: string) => {
    const done = step === 'stage' ? (staged += more) : (hashed += more);
    onProgress({ step, done, total: rows, unit: 'rows', ...(detail === undefined ? {} : { detail }) });
  };
  const onStaged = count('stage');
  const onHashed = count('hash');
  onStaged(0);
  const work = opened.map(async (table) => {
    const rowsOf = (side: Side) => table.sides[side].files.reduce((sum, file) => sum + file.rows, 0);
    const partitionBits = partitionBitsFor(Math.max(...sides.map(rowsOf)), share);
    const context = {
      pool,
      database,
      folder,
      hash: plan.hash,
      partitionBits,
      share,
      inMemory,
      kept: request.kept ?? null,
      onStaged,
      onHashed,
    };
    const read = !request.direct
      ? 'it was not asked for'
      : isKept(table, request)
        ? 'its stage was kept by an earlier run'
        : await readDirectly(table, plan, request.only, context);
    if (typeof read !== 'string') return { ...table, ...read, notDirect: '', partitionBits };
    const [source, target] = await settle(sides.map((side) => settle(stageSide(table, side, context))));
    return { ...table, staged: { source: source!, target: target! }, direct: null, notDirect: read, partitionBits };
  });
  const tables = await settle(work);

  let [buckets, allBuckets] = [0, 0];
  onProgress({ step: 'compare', done: 0, total: null, unit: 'buckets' });
  const compared = tables.map(async ({ partitionBits, ...table }, index) => {
    const groups = {
      source: table.staged.source.flatMap(({ groups: all }) => all),
      target: table.staged.target.flatMap(({ groups: all }) => all),
    };
    const entries = Math.max(...sides.map((side) => groups[side].reduce((sum, group) => sum + group.entries, 0)));
    const depth = request.depth ?? table.plan.depth ?? depthFor(entries);
    allBuckets += 2 ** depth;
    const result = await compareTable(
      groups,
      partitionBits,
      depth,
      { keyed: table.plan.key.length > 0, only: request.only },
      plan.hash,
      pool,
      folder,
      request.listings?.(index) ?? null,
      (folded) => {
        request.onBuckets?.(table.plan.name, folded);
        onProgress({ step: 'compare', done: (buckets += folded.count), total: allBuckets, unit: 'buckets' });
      },
    );
    return { ...table, compared: result };
  });
  return settle(compared);
}
