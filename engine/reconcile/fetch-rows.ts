import type { CanonicalType, Reading } from '../canonical/types.ts';
import { Arena } from '../kernel/arena.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { RowBatch } from '../kernel/row-batch.ts';
import { CanonicalCells } from './canonical-cells.ts';
import { readPart, type ExportPart } from './direct-batches.ts';
import { cellTable } from './cell-table.ts';
import { appendPieces, type PiecesFile } from './pieces-file.ts';
import { rowsOfBatch } from './rows-of-batch.ts';

export interface FetchRequest {
  readonly part: ExportPart;
  readonly names: readonly string[];
  readonly columns: readonly { readonly type: CanonicalType; readonly reading: Reading }[];
  /** Positions in the file of the rows wanted, ascending. */
  readonly rows: Float64Array;
  /** Where each belongs: its group of the listing × their size + its place there. */
  readonly places: Float64Array;
  readonly groups: { readonly size: number; readonly count: number };
  readonly out: PiecesFile;
}

/**
 * Reads a part of an export once more and writes the canonical cells of some of its rows,
 * by group of the listing; gives where they stand, batch by batch.
 */
export async function fetchRows(request: FetchRequest, kernel: Kernel | null): Promise<readonly number[]> {
  if (kernel === null) throw new TypeError('What the kernel has read is fetched by it');
  const arena = new Arena(kernel);
  const { rows, part } = request;
  const pieces: number[] = [];
  let next = 0;
  for await (const batch of readPart(kernel, arena, part, request.names)) {
    const from = next;
    while (next < rows.length && rows[next]! < batch.firstRow + batch.rows) next++;
    if (next > from) pieces.push(fetchOf(kernel, arena, batch, from, next, request));
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
  { columns, rows, places, groups, out }: FetchRequest,
): number {
  const count = to - from;
  const { order, starts } = byGroup(places.subarray(from, to), groups);
  const at = order.map((i) => rows[from + i]! - batch.firstRow);
  const wanted = rowsOfBatch(kernel, arena, batch, at);
  const marks = { drop: arena.alloc(count), altered: arena.alloc(count) };
  arena.bytes(marks.drop, count).fill(0);
  const cells = wanted.map((column, c) => {
    const { type, reading } = columns[c]!;
    return new CanonicalCells(kernel, arena, type, reading).read(column, count, marks, () => undefined);
  });
  const inGroup = arena.alloc(count * 4);
  arena.u32(inGroup, count).set(order.map((i) => places[from + i]! % groups.size));
  const table = cellTable(arena, cells);
  const bytes = arena.alloc(kernel.pieceBytes(table, cells.length, count, groups.count) + 16);
  const offsets = new Uint32Array(groups.count + 1);
  let end = bytes;
  for (let group = 0; group < groups.count; group++) {
    const [first, last] = [starts[group]!, starts[group + 1]!];
    if (first < last) end = kernel.packPiece(table, cells.length, first, last, inGroup, end);
    offsets[group + 1] = end - bytes;
  }
  return appendPieces(out, offsets, arena.bytes(bytes, end - bytes));
}

/** Which of the rows go to each group: those from starts[group] up to starts[group + 1] of `order`. */
function byGroup(places: Float64Array, { size, count }: FetchRequest['groups']) {
  const starts = new Uint32Array(count + 1);
  const groupOf = (place: number): number => Math.floor(place / size);
  for (const place of places) starts[groupOf(place) + 1]!++;
  for (let group = 0; group < count; group++) starts[group + 1]! += starts[group]!;
  const next = starts.slice();
  const order = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) order[next[groupOf(places[i]!)]!++] = i;
  return { order, starts };
}
