import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { TextCells } from '../../kernel/row-batch.ts';
import type { PlainColumn, TextColumn } from '../../snapshot/parquet/plain-column.ts';
import { smallPages } from '../../snapshot/parquet/plain-pages.ts';
import { PlainParquetWriter } from '../../snapshot/parquet/plain-parquet-writer.ts';

export interface CellsRequest {
  readonly path: string;
  readonly cells: readonly TextCells[];
  readonly rows: number;
  /** u8 a row: 1 where it is left out. */
  readonly drop: number;
  readonly file: number;
  /** Position in the file, from 0, of a row of the batch. */
  readonly placeOf: (row: number) => number;
  /** Columns whose doubles are written too, as h{i}: SQL does not read their canonical bits. */
  readonly floats: readonly number[];
}

/**
 * Canonical cells of a batch for DuckDB: f, r (from 0), and c0, c1 … as texts, bare. Cut from what was hashed, so that
 * both paths start from the same bytes. null when no row is left.
 */
export function writeCells(
  kernel: Kernel,
  arena: Arena,
  { path, cells, rows, drop: dropAt, file, placeOf, floats }: CellsRequest,
): { readonly path: string; readonly sha256: string } | null {
  const drop = arena.bytes(dropAt, rows).slice();
  const places: bigint[] = [];
  for (let row = 0; row < rows; row++) if (drop[row] === 0) places.push(BigInt(placeOf(row)));
  if (places.length === 0) return null;
  const writer = new PlainParquetWriter(path, [
    { name: 'f', kind: 'int32' },
    { name: 'r', kind: 'int64' },
    ...cells.map((_, c) => ({ name: `c${c}`, kind: 'text' as const })),
    ...floats.map((c) => ({ name: `h${c}`, kind: 'double' as const })),
  ]);
  const all = new Uint8Array(places.length).fill(1);
  const texts = cells.map((column) => packed(kernel, arena, column, rows, dropAt, places.length));
  writer.writeGroup(
    [
      { kind: 'int32', values: new Int32Array(places.length).fill(file), valid: all },
      { kind: 'int64', values: BigInt64Array.from(places), valid: all },
      ...texts,
      ...floats.map((c) => doubles(texts[c]!)),
    ],
    places.length,
    smallPages,
  );
  return { path, sha256: writer.close().sha256 };
}

/** The doubles whose bits the texts are. */
function doubles({ starts, ends, bytes, valid }: TextColumn): PlainColumn {
  const values = new Float64Array(valid.length);
  const view = new DataView(values.buffer);
  for (let row = 0; row < valid.length; row++) {
    if (valid[row] === 0) continue;
    const bits = Buffer.from(bytes.subarray(starts[row], ends[row])).toString('latin1');
    view.setBigUint64(row * 8, BigInt(`0x${bits}`), true);
  }
  return { kind: 'double', values, valid };
}

/** A column's cells in Parquet's PLAIN layout; the kernel's memory is used again for the next. */
function packed(
  kernel: Kernel,
  arena: Arena,
  { starts, ends, valid }: TextCells,
  rows: number,
  drop: number,
  kept: number,
): TextColumn {
  const [from, to] = [arena.u32(starts, rows), arena.u32(ends, rows)];
  let size = 0;
  const present = arena.bytes(valid, rows);
  for (let row = 0; row < rows; row++) if (present[row] !== 0) size += to[row]! - from[row]! + 4;
  const mark = arena.mark();
  const out = arena.alloc(size + 16);
  const end = kernel.packTexts(starts, ends, valid, drop, rows, out);
  const bytes = arena.bytes(out, end - out).slice();
  arena.release(mark);
  const column = { starts: new Uint32Array(kept), ends: new Uint32Array(kept), valid: new Uint8Array(kept) };
  const [validNow, dropNow] = [arena.bytes(valid, rows), arena.bytes(drop, rows)];
  const [startsNow, endsNow] = [arena.u32(starts, rows), arena.u32(ends, rows)];
  let at = 0;
  for (let row = 0, i = 0; row < rows; row++) {
    if (dropNow[row] === 1) continue;
    column.starts[i] = column.ends[i] = at;
    if (validNow[row] === 1) {
      column.valid[i] = 1;
      column.starts[i] = at + 4;
      column.ends[i] = at += 4 + endsNow[row]! - startsNow[row]!;
    }
    i++;
  }
  return { kind: 'text', bytes, ...column };
}
