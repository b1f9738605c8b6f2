import { sides, type BySide, type Side } from '../../../contract/side.ts';
import type { DifferingFile } from '../fold/differing-rows.ts';
import { partsOf, type ExportPart } from '../hash/direct-batches.ts';
import type { FetchRequest } from './fetch-rows.ts';
import type { HashPool } from '../run/hash-pool.ts';
import { inTurns } from '../run/in-turns.ts';
import { ListingGroups } from './listing-groups.ts';
import { headBytes, newPiecesFile, type PiecesAt, type PiecesFile } from './pieces-file.ts';
import { placeBytes } from './place-rows.ts';
import type { RunFolder } from '../run/run-folder.ts';
import type { StagedTable } from '../run-stages.ts';
import { settle } from '../run/settle.ts';

/**
 * Has workers read those parts of the exports again that hold rows of differing keys, and lay these in the order of the
 * listing: files of drilled rows, end to end. `floats` are the columns that DuckDB needs the doubles of; rows on their
 * way take `share` bytes of memory at most, and beyond it the disk.
 */
export async function fetchDiffering(
  table: StagedTable,
  floats: readonly number[],
  pool: HashPool,
  folder: RunFolder,
  share: number,
): Promise<readonly string[]> {
  const { rows: found } = table.compared;
  if (found.length === 0) return [];
  const width = table.plan.columns.length;
  const groups = new ListingGroups(found, width);
  const partsIn = (side: Side) => table.sides[side].files.map((file) => partsOf(file, table.plan.sides[side].csv));
  const byFile = { source: partsIn('source'), target: partsIn('target') };
  const parts = sides.flatMap((side) => {
    const as = readAs(table.plan.columns, side);
    return byFile[side].flat().map((part) => ({ part, ...as }));
  });
  const rows = found.reduce((sum, file) => sum + file.rows, 0);
  const heads = found.length * headBytes(parts.length);
  const places = newPiecesFile(folder.file('places'), Math.min(share / 4, rows * placeBytes + heads));
  const { batches: placed, holds } = await placeAll(found, byFile, groups, places, pool);
  const out = newPiecesFile(folder.file('pieces'), Math.min(share - places.room.length, rows * rowBytes));
  const requests = parts.flatMap((part, number): FetchRequest[] =>
    holds[number] === 1
      ? [
          {
            ...part,
            placed: { file: places, batches: placed, parts: parts.length, number },
            groups: { size: groups.size, count: groups.count },
            out,
          },
        ]
      : [],
  );
  const batches = (await inTurns(requests, 2 * pool.size, (request) => pool.run('fetch', request))).flat();
  const gathered = found.map(({ path, range }) =>
    pool.run('gather', {
      rows: path,
      pieces: out,
      batches,
      groups: { size: groups.size, count: groups.count },
      first: groups.firstOf(range),
      width,
      floats,
      out: folder.file('drilled'),
    }),
  );
  return settle(gathered);
}

/** More than most rows take on their way: a few of them are given no more memory than that. */
const rowBytes = 4096;

/** Has workers sort the differing rows of every range by the parts that hold them; which of these hold any. */
async function placeAll(
  found: readonly DifferingFile[],
  byFile: BySide<readonly (readonly ExportPart[])[]>,
  groups: ListingGroups,
  out: PiecesFile,
  pool: HashPool,
): Promise<{ readonly batches: readonly PiecesAt[]; readonly holds: Uint8Array }> {
  const firstRows = (side: Side) => byFile[side].map((parts) => Float64Array.from(parts, ({ firstRow }) => firstRow));
  const parts = { source: firstRows('source'), target: firstRows('target') };
  const holds = new Uint8Array(sides.reduce((sum, side) => sum + byFile[side].flat().length, 0));
  const placing = found.map(async ({ path, range }) => {
    const first = groups.firstOf(range) * groups.size;
    const placed = await pool.run('place', { rows: path, first, parts, out });
    placed.holds.forEach((held, part) => (holds[part]! |= held));
    return placed.at;
  });
  return { batches: await settle(placing), holds };
}

const readAs = (columns: StagedTable['plan']['columns'], side: Side): Pick<FetchRequest, 'names' | 'columns'> => ({
  names: columns.map(({ sides: own }) => own[side].column),
  columns: columns.map(({ type, sides: own }) => ({ type, reading: own[side].reading })),
});
