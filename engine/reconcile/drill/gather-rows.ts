import { unlinkSync } from 'node:fs';
import { TallyError } from '../../../contract/problem.ts';
import { Arena } from '../../kernel/arena.ts';
import { torn, type Kernel } from '../../kernel/kernel.ts';
import type { TextCells } from '../../kernel/row-batch.ts';
import { LentMemory } from '../../snapshot/files/lent-memory.ts';
import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import type { PackedColumn } from '../../snapshot/parquet/plain-pages.ts';
import { PlainParquetWriter } from '../../snapshot/parquet/plain-parquet-writer.ts';
import { cellTable } from './cell-table.ts';
import { digestCellBytes } from '../fold/differing-rows.ts';
import type { Groups } from './pack-pieces.ts';
import { PiecesReader, type PiecesAt, type PiecesFile } from './pieces-file.ts';

export interface GatherRequest {
  /** The file of a range's differing rows (engine/reconcile/fold/differing-rows.ts). */
  readonly rows: string;
  readonly pieces: PiecesFile;
  /** What appendPieces gave of every batch. */
  readonly batches: readonly PiecesAt[];
  readonly groups: Groups;
  /** The range's first group. */
  readonly first: number;
  readonly width: number;
  /** Columns whose doubles are written too, as h{i}: SQL does not read their canonical bits. */
  readonly floats: readonly number[];
  readonly out: string;
}

/** Columns of the merge, and the bytes of a value of each. */
const fromMerge = { side: 4, f: 4, r: 8, kd: digestCellBytes, rd: digestCellBytes, st: 4 } as const;
const memory = new LentMemory();

/**
 * Writes a range's drilled rows in the order of the listing, a row group for each group of it: what the merge said of
 * each, and its cells as they were fetched. A row that was not fetched is left out: agreement 3 misses it. The range's own
 * file goes.
 */
export function gatherRows(request: GatherRequest, kernel: Kernel | null): string {
  if (kernel === null) throw new TypeError('What the kernel has fetched is gathered by it');
  const { groups, first, width, floats, out } = request;
  const differing = new PlainParquetReader(request.rows);
  const { rows } = differing;
  memory.again();
  const merged = Object.entries(fromMerge).map(([name, size], i) => {
    const values = differing.readValues(0, i, memory);
    if (values.length !== rows * size)
      throw new TallyError('internal', 'A list of differing rows is not as it was written');
    return { name, kind: differing.columns[i]!.kind, size, values };
  });
  differing.close();
  const end = first + Math.ceil(rows / groups.size);
  const pieces = new PiecesReader(request.pieces, request.batches, groups.count, first, end);
  const writer = new PlainParquetWriter(
    out,
    [
      ...merged.map(({ name, kind }) => ({ name, kind, blob: true })),
      ...Array.from({ length: width }, (_, c) => ({ name: `c${c}`, kind: 'text' as const })),
      ...floats.map((c) => ({ name: `h${c}`, kind: 'double' as const })),
    ],
    null,
  );
  try {
    const arena = new Arena(kernel);
    for (let group = first; group < end; group++) {
      arena.reset();
      const from = (group - first) * groups.size;
      const count = Math.min(groups.size, rows - from);
      const laid = layGroup(kernel, arena, pieces, group, width, count);
      const drop = laid.rows === count ? null : arena.bytes(laid.drop, count).slice();
      const cells = [...laid.cells, ...floats.map((c) => laid.cells[c]!)];
      const packed = cells.map((column, c) => pack(kernel, arena, column, laid.drop, count, c < width));
      writer.writePacked(
        [
          ...merged.map(({ size, values }) => mergedRows(values.subarray(from * size), size, count, drop)),
          ...packed.map(({ at, end }, c) => ({
            valid: kept(arena.bytes(cells[c]!.valid, count), drop),
            values: arena.bytes(at, end - at),
          })),
        ],
        laid.rows,
      );
    }
    writer.end();
  } catch (error) {
    writer.abort();
    throw error;
  } finally {
    pieces.close();
  }
  // Its memory serves what is written next, which it would be taken from anew.
  unlinkSync(request.rows);
  return out;
}

/** The cells of a group's rows, each row in its place; `drop` is 1 where none was fetched. */
function layGroup(
  kernel: Kernel,
  arena: Arena,
  pieces: PiecesReader,
  group: number,
  width: number,
  count: number,
): { readonly cells: readonly TextCells[]; readonly drop: number; readonly rows: number } {
  const bytes = pieces.bytesOf(group);
  const at = arena.alloc(bytes + 16);
  pieces.read(group, arena.bytes(at, bytes));
  const drop = arena.alloc(count);
  const cells = Array.from({ length: width }, () => {
    const column = { starts: arena.alloc(count * 4), ends: arena.alloc(count * 4), valid: arena.alloc(count) };
    arena.bytes(column.valid, count).fill(0);
    return column;
  });
  arena.bytes(drop, count).fill(1);
  const rows = kernel.layPieces(at, at + bytes, cellTable(arena, cells), width, count, drop);
  if (rows === torn) throw new TallyError('internal', 'Rows that were fetched do not add up');
  return { cells, drop, rows };
}

/** A column of cells, or of the doubles whose bits they are, as Parquet lays it. */
function pack(
  kernel: Kernel,
  arena: Arena,
  column: TextCells,
  drop: number,
  count: number,
  texts: boolean,
): { readonly at: number; readonly end: number } {
  const { starts, ends, valid } = column;
  const at = arena.alloc(kernel.pieceBytes(cellTable(arena, [column]), 1, count, 4));
  const end = texts
    ? kernel.packTexts(starts, ends, valid, drop, count, at)
    : kernel.packDoubles(starts, valid, drop, count, at);
  return { at, end };
}

/** Values of the merge, none of which is NULL: the first `count`, less those to drop. */
function mergedRows(values: Uint8Array, size: number, count: number, drop: Uint8Array | null): PackedColumn {
  const valid = kept(new Uint8Array(count).fill(1), drop);
  if (drop === null) return { valid, values: values.subarray(0, count * size) };
  return { valid, values: values.subarray(0, count * size).filter((_, i) => drop[Math.floor(i / size)] === 0) };
}

const kept = (values: Uint8Array, drop: Uint8Array | null): Uint8Array =>
  drop === null ? values : values.filter((_, row) => drop[row] === 0);
