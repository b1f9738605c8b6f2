import type { PlainColumn, TextColumn } from './plain-column.ts';

/** A column in Parquet's PLAIN layout, which leaves NULLs out: `valid[i]` is 0 where row i is one. */
export interface PackedColumn {
  readonly valid: Uint8Array;
  readonly values: Uint8Array;
}

/** The most that a page holds. */
export interface PageSize {
  readonly rows: number;
  /** Of values; a longer one has a page of its own. */
  readonly bytes: number;
}

/** For what DuckDB reads: it holds a page of every column at once, for each of its threads, and can give none back. */
export const smallPages: PageSize = { rows: 16_384, bytes: 1 << 20 };

/** A column's values as they are stored, page by page. */
export function* pagesOf(
  column: PlainColumn,
  { rows, bytes }: PageSize = { rows: Infinity, bytes: Infinity },
): Generator<PackedColumn> {
  const { valid } = column;
  const packed = column.kind !== 'text' || packedTexts(column);
  // Where values are packed a page's are those from the end of the one before.
  for (let from = 0, at = 0, to: number; from < valid.length; from = to) {
    let size = 0;
    for (to = from; to < valid.length && to - from < rows; to++) {
      const more = valid[to] === 0 ? 0 : column.kind === 'text' ? 4 + column.ends[to]! - column.starts[to]! : 8;
      if (size + more > bytes && to > from) break;
      size += more;
    }
    const part = partOf(column, from, to);
    const values =
      part.kind !== 'text' ? plainValues(part) : packed ? part.bytes.subarray(at, at + size) : repackTexts(part, size);
    at += size;
    yield { valid: part.valid, values };
  }
}

function partOf(column: PlainColumn, from: number, to: number): PlainColumn {
  const valid = column.valid.subarray(from, to);
  switch (column.kind) {
    case 'text':
      return { ...column, starts: column.starts.subarray(from, to), ends: column.ends.subarray(from, to), valid };
    case 'double':
      return { ...column, values: column.values.subarray(from, to), valid };
    case 'int32':
      return { ...column, values: column.values.subarray(from, to), valid };
    case 'int64':
      return { ...column, values: column.values.subarray(from, to), valid };
  }
}

function plainValues({ values, valid }: Exclude<PlainColumn, TextColumn>): Uint8Array {
  const present = valid.includes(0) ? (values as Int32Array).filter((_, i) => valid[i] === 1) : values;
  return new Uint8Array(present.buffer, present.byteOffset, present.byteLength);
}

/** Whether the bytes already are Parquet's PLAIN layout, as the builder leaves them. */
function packedTexts({ starts, ends, bytes, valid }: TextColumn): boolean {
  let at = 0;
  for (let i = 0; i < valid.length; i++) {
    if (valid[i] === 0) continue;
    if (starts[i] !== at + 4) return false;
    at = ends[i]!;
  }
  return at === bytes.length;
}

function repackTexts({ starts, ends, bytes, valid }: TextColumn, size: number): Uint8Array {
  const out = Buffer.allocUnsafe(size);
  let at = 0;
  for (let i = 0; i < valid.length; i++) {
    if (valid[i] === 0) continue;
    at = out.writeUInt32LE(ends[i]! - starts[i]!, at);
    out.set(bytes.subarray(starts[i], ends[i]), at);
    at += ends[i]! - starts[i]!;
  }
  return out;
}
