import type { CanonicalType, Reading } from '../../canonical/types.ts';
import { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { RowBatch } from '../../kernel/row-batch.ts';
import { CanonicalCells } from '../hash/canonical-cells.ts';
import { readPart, type ExportPart } from '../hash/direct-batches.ts';
import { byGroup, packPieces, type Groups } from './pack-pieces.ts';
import { appendPieces, type PiecesAt, type PiecesFile } from './pieces-file.ts';
import { rowsOfPart, type PlacedPart } from './placed-part.ts';
import { rowsOfBatch } from '../hash/rows-of-batch.ts';

export interface FetchRequest {
  readonly part: ExportPart;
  readonly names: readonly string[];
  readonly columns: readonly { readonly type: CanonicalType; readonly reading: Reading }[];
  /** The rows wanted, and where each belongs: its group of the listing × their size + its place there. */
  readonly placed: Omit<PlacedPart, 'firstRow'>;
  readonly groups: Groups;
  readonly out: PiecesFile;
}

/**
 * Reads a part of an export once more and writes the canonical cells of some of its rows,
 * by group of the listing; gives where they stand, batch by batch.
 */
export async function fetchRows(request: FetchRequest, kernel: Kernel | null): Promise<readonly PiecesAt[]> {
  if (kernel === null) throw new TypeError('What the kernel has read is fetched by it');
  const arena = new Arena(kernel);
  const { part } = request;
  const { rows, places } = rowsOfPart({ ...request.placed, firstRow: part.firstRow });
  const pieces: PiecesAt[] = [];
  let next = 0;
  for await (const batch of readPart(kernel, arena, part, request.names)) {
    const from = next;
    while (next < rows.length && rows[next]! < batch.firstRow + batch.rows) next++;
    if (next > from) pieces.push(fetchOf(kernel, arena, batch, from, next, { ...request, rows, places }));
    if (next === rows.length) break;
  }
  return pieces;
}

function fetchOf(
  kernel: Kernel,
  arena: Arena,
  batch: RowBatch,
  from: number,
  to: number,
  { columns, rows, places, groups, out }: FetchRequest & ReturnType<typeof rowsOfPart>,
): PiecesAt {
  const count = to - from;
  const sorted = byGroup(places.subarray(from, to), groups);
  const at = sorted.order.map((i) => rows[from + i]! - batch.firstRow);
  const wanted = rowsOfBatch(kernel, arena, batch, at);
  const marks = { drop: arena.alloc(count), altered: arena.alloc(count) };
  arena.bytes(marks.drop, count).fill(0);
  const cells = wanted.map((column, c) => {
    const { type, reading } = columns[c]!;
    return new CanonicalCells(kernel, arena, type, reading).read(column, count, marks, () => undefined);
  });
  return appendPieces(out, ...packPieces(kernel, arena, cells, groups, sorted));
}
