import { closeSync, openSync } from 'node:fs';
import { TallyError } from '../../../contract/problem.ts';
import { readParquetFooter, type ColumnChunk, type ParquetFooter } from './parquet-footer.ts';
import type { PlainColumn, PlainKind } from './plain-column.ts';
import type { LentMemory } from '../files/lent-memory.ts';
import { readInto } from '../files/read-exactly.ts';
import { ThriftReader, type ThriftStruct } from './thrift-compact.ts';

const kinds: Readonly<Record<number, PlainKind>> = { 1: 'int32', 2: 'int64', 5: 'double', 6: 'text' };

/** Where columns are read to: at multiples of eight. */
type Memory = Pick<LentMemory, 'take'>;
const fresh: Memory = { take: (length) => new Uint8Array(length) };

/** Reads the stage's own Parquet: flat, plain, uncompressed, version 1. Anything else is refused, never guessed. */
export class PlainParquetReader {
  readonly columns: readonly { readonly name: string; readonly kind: PlainKind; readonly optional: boolean }[];
  readonly groups: ParquetFooter['groups'];
  readonly rows: number;
  readonly #fd: number;
  readonly #path: string;

  constructor(path: string) {
    const footer = readParquetFooter(path);
    this.#path = path;
    this.columns = footer.schema.slice(1).map(({ name, type, repetition }) => {
      const kind = type === null ? undefined : kinds[type];
      if (kind === undefined || repetition > 1) throw this.#refuse(`column ${name} is not plain`);
      return { name, kind, optional: repetition === 1 };
    });
    this.groups = footer.groups;
    this.rows = footer.rows;
    this.#fd = openSync(path, 'r');
  }

  /** The columns of one row group, all of them or those named by index. What `memory` held shows where NULL is. */
  readGroup(group: number, indexes = this.columns.map((_, i) => i), memory: Memory = fresh): PlainColumn[] {
    const { rows, chunks } = this.groups[group]!;
    return indexes.map((i) => this.#column(this.columns[i]!, chunks[i]!, rows, memory));
  }

  /** A column's values of one row group as they lie, one page's behind another's, where none is NULL. */
  readValues(group: number, index: number, memory: Memory = fresh): Uint8Array {
    const { rows, chunks } = this.groups[group]!;
    const bytes = this.#stored(chunks[index]!, memory);
    const { optional } = this.columns[index]!;
    const valid = new Uint8Array(rows).fill(1);
    let [first, end] = [-1, 0];
    for (let row = 0, at = 0; row < rows;) {
      const page = this.#page(bytes, at);
      let { from } = page;
      if (optional) {
        readLevels(bytes, from + 4, bytes.readUInt32LE(from), valid, row, page.count);
        from += 4 + bytes.readUInt32LE(from);
      }
      if (first < 0) first = end = from;
      if (from !== end) bytes.copyWithin(end, from, page.end);
      end += page.end - from;
      at = page.end;
      row += page.count;
    }
    if (valid.includes(0)) throw this.#refuse('a value is NULL');
    return bytes.subarray(Math.max(0, first), end);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #column(
    column: { kind: PlainKind; optional: boolean },
    chunk: ColumnChunk,
    rows: number,
    memory: Memory,
  ): PlainColumn {
    const bytes = this.#stored(chunk, memory);
    const valid = memory.take(rows).fill(1);
    const out = emptyColumn(column.kind, rows, valid, bytes, memory);
    for (let row = 0, at = 0; row < rows;) {
      const page = this.#page(bytes, at);
      const { count } = page;
      let { from } = page;
      if (column.optional) {
        readLevels(bytes, from + 4, bytes.readUInt32LE(from), valid, row, count);
        from += 4 + bytes.readUInt32LE(from);
      }
      readValues(out, bytes, from, row, row + count);
      at = page.end;
      row += count;
    }
    return out;
  }

  #stored(chunk: ColumnChunk, memory: Memory): Buffer {
    if (chunk.codec !== 0) throw this.#refuse('it is compressed');
    const taken = memory.take(chunk.bytes);
    const bytes = Buffer.from(taken.buffer, taken.byteOffset, taken.length);
    readInto(this.#fd, chunk.start, bytes);
    return bytes;
  }

  /** The page at `at`: how many rows it is of, and where its levels and values are. */
  #page(bytes: Buffer, at: number): { readonly count: number; readonly from: number; readonly end: number } {
    const reader = new ThriftReader(bytes, at);
    const header = reader.struct();
    const page = header.get(5) as ThriftStruct | undefined;
    if (header.get(1) !== 0 || page?.get(2) !== 0) throw this.#refuse('a page is not plain');
    return { count: Number(page.get(1)), from: reader.offset, end: reader.offset + Number(header.get(3)) };
  }

  #refuse(why: string): TallyError {
    return new TallyError('internal', `A staged file cannot be read back: ${why}`, this.#path);
  }
}

function emptyColumn(kind: PlainKind, rows: number, valid: Uint8Array, bytes: Uint8Array, memory: Memory): PlainColumn {
  const taken = (each: number) => {
    const { buffer, byteOffset } = memory.take(rows * each);
    return [buffer, byteOffset, rows] as const;
  };
  if (kind === 'text')
    return { kind, starts: new Uint32Array(...taken(4)), ends: new Uint32Array(...taken(4)), bytes, valid };
  if (kind === 'double') return { kind, values: new Float64Array(...taken(8)), valid };
  if (kind === 'int32') return { kind, values: new Int32Array(...taken(4)), valid };
  return { kind, values: new BigInt64Array(...taken(8)), valid };
}

/** Parquet's RLE and bit-packed hybrid, width 1, into `valid[row ..)`. */
function readLevels(bytes: Buffer, at: number, length: number, valid: Uint8Array, row: number, count: number): void {
  const end = at + length;
  const last = row + count;
  while (at < end && row < last) {
    let head = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      head |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if ((head & 1) === 0) {
      const stop = Math.min(last, row + (head >>> 1));
      valid.fill(bytes[at++]!, row, stop);
      row = stop;
    } else {
      const stop = Math.min(last, row + (head >>> 1) * 8);
      for (let bit = 0; row < stop; row++, bit++) valid[row] = (bytes[at + (bit >> 3)]! >> (bit & 7)) & 1;
      at += head >>> 1;
    }
  }
}

function readValues(column: PlainColumn, bytes: Buffer, at: number, row: number, last: number): void {
  const { valid } = column;
  if (column.kind !== 'text' && !valid.subarray(row, last).includes(0)) {
    const { buffer, byteOffset, BYTES_PER_ELEMENT: size } = column.values;
    new Uint8Array(buffer, byteOffset).set(bytes.subarray(at, at + (last - row) * size), row * size);
    return;
  }
  for (; row < last; row++) {
    if (valid[row] === 0) continue;
    if (column.kind === 'text') {
      const start = at + 4;
      column.starts[row] = start;
      at = column.ends[row] = start + bytes.readUInt32LE(at);
    } else if (column.kind === 'int32') {
      column.values[row] = bytes.readInt32LE(at);
      at += 4;
    } else {
      if (column.kind === 'double') column.values[row] = bytes.readDoubleLE(at);
      else column.values[row] = bytes.readBigInt64LE(at);
      at += 8;
    }
  }
}
