import type { Side } from '../../../contract/side.ts';
import type { Database } from '../../snapshot/duckdb/database.ts';
import type { ScannedFile } from '../../snapshot/files/input-file.ts';
import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import { stageRawWithDuckDB } from '../../snapshot/duckdb/raw-stage-duckdb.ts';
import type { RawColumn } from '../../snapshot/raw-column.ts';
import type { TablePlan } from '../../plan/plan.ts';
import type { HashName } from '../../tree/hashes.ts';
import { seedExportFault, seedHashedFault, seedStageFault } from '../hash/seed-faults.ts';
import { readAgainFailed } from '../run/demand-unchanged.ts';
import type { HashPool } from '../run/hash-pool.ts';
import type { HashedGroup } from '../hash/hash-rows.ts';
import { faultsAreBuilt } from '../run/fault.ts';
import type { KeptStages } from './kept-stages.ts';
import { settle } from '../run/settle.ts';
import type { OpenedTable } from './open-table.ts';
import { roomForEntries } from '../hash/entry-store.ts';
import type { RunFolder } from '../run/run-folder.ts';
import { stagedEntryBytes } from '../hash/staged-entry.ts';

export interface StageContext {
  readonly pool: HashPool;
  readonly database: Database;
  readonly folder: RunFolder;
  readonly hash: HashName;
  readonly partitionBits: number;
  /** Bytes a worker may hold at a time. */
  readonly share: number;
  /** Whether entries stay in memory, or go to the disk. */
  readonly inMemory: boolean;
  /** Stages of earlier runs, where they may be taken up. */
  readonly kept: KeptStages | null;
  readonly onStaged: (rows: number, detail?: string) => void;
  readonly onHashed: (rows: number) => void;
}

/** A raw stage and its columns in their order. */
export interface RawStage {
  readonly path: string;
  readonly sha256: string;
  readonly columns: readonly RawColumn[];
  /** Whether an earlier run had made it; or why the one that was kept was not used. */
  readonly kept: boolean | string;
}

/** One export file as staged. */
export interface StagedFile {
  readonly file: ScannedFile;
  /** null where the export itself was read. */
  readonly raw: RawStage | null;
  readonly groups: readonly HashedGroup[];
}

/** Steps 3 and 4 for one side of one table: every file is staged raw, then its row groups become entries in workers. */
export function stageSide(table: OpenedTable, side: Side, context: StageContext): Promise<StagedFile>[] {
  return table.sides[side].files.map((file, index) => stageFile(table.plan, side, file, index, context));
}

async function stageFile(
  table: TablePlan,
  side: Side,
  file: ScannedFile,
  index: number,
  context: StageContext,
): Promise<StagedFile> {
  const { pool, database, folder, hash, partitionBits, inMemory, onHashed } = context;
  const { where } = table.sides[side];
  const struck = { side, file: index };
  seedExportFault(file, struck, 'before');
  const raw = await rawStage(table, side, file, context);
  await seedStageFault(database, raw.path, struck);
  seedExportFault(file, struck, 'after');
  const seeded = faultsAreBuilt ? { ...raw, sha256: await pool.run('digest', { path: raw.path }) } : raw;

  const at = new Map(raw.columns.map(({ name, kind }, raw) => [name, { raw, kind }]));
  const reader = new PlainParquetReader(raw.path);
  const sizes = reader.groups.map(({ rows }) => rows);
  reader.close();
  const room = inMemory ? roomForEntries(sizes.reduce((sum, rows) => sum + rows, 0)) : null;
  let firstRow = 0;
  const groups = sizes.map(async (rows, group) => {
    const first = firstRow;
    firstRow += rows;
    const hashed = await pool.run('hash', {
      rawPath: raw.path,
      group,
      firstRow: first,
      file: index,
      columns: table.columns.map(({ type, sides }) => ({
        type,
        reading: sides[side].reading,
        ...at.get(sides[side].column)!,
      })),
      key: table.key.map((name) => table.columns.findIndex((column) => column.name === name)),
      where: where === null ? null : { where, columns: where.columns.map((name) => ({ name, ...at.get(name)! })) },
      hash,
      partitionBits,
      room: room?.subarray(first * stagedEntryBytes, (first + rows) * stagedEntryBytes) ?? null,
      out: folder.file('group'),
    });
    onHashed(rows);
    return seedHashedFault(database, hashed, struck);
  });
  return { file, raw: seeded, groups: await settle(groups) };
}

/** The columns of the export that the table's plan reads. */
export const columnsRead = (table: TablePlan, side: Side): readonly string[] => [
  ...new Set([...table.columns.map(({ sides }) => sides[side].column), ...(table.sides[side].where?.columns ?? [])]),
];

/** The raw stage of a file: one that an earlier run has kept, or made now. */
async function rawStage(
  table: TablePlan,
  side: Side,
  file: ScannedFile,
  { pool, database, folder, kept, onStaged }: StageContext,
): Promise<RawStage> {
  const { csv } = table.sides[side];
  const columns = columnsRead(table, side);
  const path = folder.file('raw');
  const taken = kept === null ? null : await kept.take(file, csv, columns, path, pool);
  if (taken !== null && typeof taken === 'object') {
    onStaged(file.rows, `kept ${file.name}`);
    return { ...taken, path, kept: true };
  }
  const staging: Promise<readonly RawColumn[]> = file.plain
    ? database.inLane(({ connection }) => stageRawWithDuckDB(connection, file, csv, columns, path), file.bytes)
    : pool.run('stage', { file, csv, columns, out: path });
  const staged = await staging.catch(async (error: unknown) => {
    throw await readAgainFailed(error, file, side, pool);
  });
  onStaged(file.rows, ...(taken === null ? [] : [`anew ${file.name}`]));
  return { path, sha256: await pool.run('digest', { path }), columns: staged, kept: taken ?? false };
}
