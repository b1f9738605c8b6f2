import type { OnProgress } from '../../../contract/progress.ts';
import { TallyError } from '../../../contract/problem.ts';
import { encodeRecord } from '../../canonical/record.ts';
import { typeName } from '../../canonical/type-name.ts';
import { drawKey } from '../../evidence/spot/draw-key.ts';
import type { Spot, SpotMethod } from '../../../contract/spot.ts';
import { newDraw } from '../../evidence/spot/spot.ts';
import type { Spottable } from '../../evidence/spot/spottable.ts';
import { loadHash } from '../../tree/hashes.ts';
import type { HashPool } from '../run/hash-pool.ts';
import type { Limits } from '../run/limits.ts';
import { RunFolder } from '../run/run-folder.ts';
import { runFailed } from '../run/run-failed.ts';
import { runStages, type StagedTable } from '../run-stages.ts';
import { tableRows } from '../judge/table-rows.ts';
import { drawMonetary } from './draw-monetary.ts';
import { drawRandom } from './draw-random.ts';
import { drawStratified } from './draw-stratified.ts';
import { drawnCells } from './drawn-cells.ts';
import type { Drawing, Drawn } from './drawing.ts';
import { spotColumn } from './spot-column.ts';

/** What somebody asks for. */
export interface SpotWish {
  readonly method: SpotMethod;
  readonly seed: string;
  /** Rows; of a monetary draw, the interval is the total / size, and about as many rows are drawn. */
  readonly size: number;
  /** Of strata or amounts; null: the plan's shard for a stratified draw, and none for a random one. */
  readonly column: string | null;
  /** Whole per cents. */
  readonly confidence: number;
}

export interface SpotRequest {
  readonly spottable: Spottable;
  readonly wish: SpotWish;
  /** The side's export: a file or a folder, as an absolute path. */
  readonly path: string;
  readonly limits: Limits;
  readonly pool: HashPool;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal | undefined;
}

/** Reads one table of the export again, to the root that the package names, and draws a sample of its rows. */
export async function drawSpot(request: SpotRequest): Promise<Spot> {
  const { spottable, wish, path, limits, pool, onProgress, signal } = request;
  const { report, plan, side, table, tablePlan } = spottable;
  const column = spotColumn(wish.method, wish.column, tablePlan);
  const folder = new RunFolder(limits.temp);
  try {
    const { tables, database, close } = await runStages({
      ...request,
      plan: { ...plan, tables: [tablePlan] },
      folders: { source: path, target: path },
      only: [side],
      direct: false, // what rows are drawn by, and their records, are taken from the stage
      depth: table.depth,
      folder,
    });
    try {
      const [read] = tables as [StagedTable];
      const root = table.roots[side];
      if (read.compared.roots[side] !== root)
        throw new TallyError(
          'input_changed',
          `The export has another root than the ${side} of the package in table "${table.name}"`,
          path,
          'Name the export that was reconciled with --export',
        );
      const { scanned, excluded, unrepresentable, entries } = tableRows(read, side);
      if (entries === 0)
        throw new TallyError('usage', `Table "${table.name}" of the ${side} has no row that could be drawn`, path);
      const groups = read.staged[side].flatMap((file) => file.groups).filter((group) => group.entries > 0);
      const draw = newDraw({ column, method: wish.method, root, seed: wish.seed });
      let ranked = 0;
      const onRows = (rows: number) =>
        onProgress({ step: 'draw', done: (ranked += rows), total: entries, unit: 'rows' });
      const drawing: Drawing = {
        picking: { groups, key: drawKey(await loadHash('sha256'), draw), pool, onRows },
        ...{ pool, folder, entries, size: wish.size, confidence: BigInt(wish.confidence) },
        ...{ table: table.name, side },
      };
      const { picked, said } = await drawBy(wish.method, column, drawing, read);
      const cells = await drawnCells(database, groups, tablePlan.columns.length, picked);
      const types = tablePlan.columns.map(({ type }) => type);
      const weighed = said.amounts === undefined ? -1 : tablePlan.columns.findIndex(({ name }) => name === column);
      return {
        ...said,
        columns: tablePlan.columns.map(({ name, type }) => ({ name, type: typeName(type) })),
        draw,
        hash: report.hash,
        key: [...tablePlan.key],
        plan: plan.identity,
        population: {
          excluded: String(excluded),
          rows: String(scanned),
          unrepresentable: String(unrepresentable),
        },
        rows: picked.map(({ digest, file, occurrence, rank, row }, i) => ({
          ...(weighed < 0 ? {} : { amount: cells[i]![weighed]! }),
          digest,
          file: read.staged[side][file]!.file.name,
          occurrence: String(occurrence),
          rank,
          record: encodeRecord(types, cells[i]!),
          row: String(row + 1),
        })),
        side,
        size: String(wish.size),
        table: table.name,
      };
    } finally {
      close();
    }
  } catch (error) {
    throw runFailed(error, signal, limits.temp);
  } finally {
    folder.remove();
  }
}

function drawBy(method: SpotMethod, column: string | null, drawing: Drawing, { plan }: StagedTable): Promise<Drawn> {
  if (method === 'random' || column === null) return drawRandom(drawing);
  const at = plan.columns.findIndex(({ name }) => name === column);
  if (method === 'stratified') return drawStratified(drawing, at, column);
  const { type } = plan.columns[at]!;
  return drawMonetary(drawing, at, column, type.kind === 'decimal' ? type.scale : 0);
}
