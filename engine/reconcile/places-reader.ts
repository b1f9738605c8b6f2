import { PlainParquetReader } from '../snapshot/plain-parquet-reader.ts';

/** A row group of them; of 64-bit numbers their words, so that none becomes a bigint. */
interface Places {
  readonly side: Int32Array;
  readonly file: Int32Array;
  readonly row: Uint32Array;
  readonly order: Uint32Array;
}

/** Rows of differing keys in the order in which the exports hold them: side, file, row, and `o` of the merge. */
export class PlacesReader {
  readonly #reader: PlainParquetReader;
  #group = -1;
  #places: Places = {
    side: new Int32Array(0),
    file: new Int32Array(0),
    row: new Uint32Array(0),
    order: new Uint32Array(0),
  };
  #next = 0;

  constructor(path: string) {
    this.#reader = new PlainParquetReader(path);
  }

  /** Whether the next row is of that file. */
  isAt(side: number, file: number): boolean {
    while (this.#next === this.#places.side.length) if (!this.#read()) return false;
    return this.#places.side[this.#next] === side && this.#places.file[this.#next] === file;
  }

  /** The next rows of the file that stand before `end` in it. */
  take(side: number, file: number, end: number): { readonly rows: Float64Array; readonly orders: Float64Array } {
    const rows: Float64Array[] = [];
    const orders: Float64Array[] = [];
    while (this.isAt(side, file)) {
      const { side: sides, file: files, row, order } = this.#places;
      const from = this.#next;
      let to = from;
      while (to < sides.length && sides[to] === side && files[to] === file && numberAt(row, to) < end) to++;
      rows.push(numbers(row, from, to));
      orders.push(numbers(order, from, to));
      this.#next = to;
      if (to < sides.length) break;
    }
    return { rows: joined(rows), orders: joined(orders) };
  }

  close(): void {
    this.#reader.close();
  }

  #read(): boolean {
    if (++this.#group >= this.#reader.groups.length) return false;
    const [side, file, row, order] = this.#reader.readGroup(this.#group);
    if (side?.kind !== 'int32' || file?.kind !== 'int32' || row?.kind !== 'int64' || order?.kind !== 'int64')
      throw new TypeError('a list of differing rows is not as it was written');
    const words = ({ buffer, byteOffset, length }: BigInt64Array) => new Uint32Array(buffer, byteOffset, length * 2);
    this.#places = { side: side.values, file: file.values, row: words(row.values), order: words(order.values) };
    this.#next = 0;
    return true;
  }
}

/** Below 2^53. */
const numberAt = (words: Uint32Array, i: number): number => words[2 * i]! + words[2 * i + 1]! * 2 ** 32;

function numbers(words: Uint32Array, from: number, to: number): Float64Array {
  const found = new Float64Array(to - from);
  for (let i = from; i < to; i++) found[i - from] = numberAt(words, i);
  return found;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
