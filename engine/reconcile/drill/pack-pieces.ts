import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { TextCells } from '../../kernel/row-batch.ts';
import { cellTable } from './cell-table.ts';

/** Groups of the listing: how many there are, and the rows of each but the last of a range. */
export interface Groups {
  readonly size: number;
  readonly count: number;
}

/** Rows of a batch by the group they go to. */
export interface ByGroup {
  /** Indexes of the rows, those of a group from starts[group] up to starts[group + 1]. */
  readonly order: Uint32Array;
  readonly starts: Uint32Array;
  /** Where each of them belongs in its group. */
  readonly inGroup: Uint32Array;
}

/** `places` are groups × their size + the place in the group. */
export function byGroup(places: Float64Array, { size, count }: Groups): ByGroup {
  const starts = new Uint32Array(count + 1);
  const groupOf = (place: number): number => Math.floor(place / size);
  for (const place of places) starts[groupOf(place) + 1]!++;
  for (let group = 0; group < count; group++) starts[group + 1]! += starts[group]!;
  const next = starts.slice();
  const order = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) order[next[groupOf(places[i]!)]!++] = i;
  return { order, starts, inGroup: order.map((i) => places[i]! % size) };
}

/** Cells of rows in that order as a piece for each group, those of the groups that have none without a byte. */
export function packPieces(
  kernel: Kernel,
  arena: Arena,
  cells: readonly TextCells[],
  groups: Groups,
  { starts, inGroup }: ByGroup,
): readonly [starts: Uint32Array, pieces: Uint8Array] {
  const rows = inGroup.length;
  const places = arena.alloc(rows * 4);
  arena.u32(places, rows).set(inGroup);
  const table = cellTable(arena, cells);
  const at = arena.alloc(kernel.pieceBytes(table, cells.length, rows, groups.count) + 16);
  const offsets = new Uint32Array(groups.count + 1);
  let end = at;
  for (let group = 0; group < groups.count; group++) {
    const [from, to] = [starts[group]!, starts[group + 1]!];
    if (from < to) end = kernel.packPiece(table, cells.length, from, to, places, end);
    offsets[group + 1] = end - at;
  }
  return [offsets, arena.bytes(at, end - at)];
}
