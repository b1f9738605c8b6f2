import { sides, type BySide } from '../../../contract/side.ts';
import { LentMemory } from '../../snapshot/files/lent-memory.ts';
import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import { appendPieces, type PiecesAt, type PiecesFile } from './pieces-file.ts';

export interface PlaceRequest {
  /** The file of a range's differing rows (engine/reconcile/fold/differing-rows.ts). */
  readonly rows: string;
  /** Place in the listing of the first of them; the others follow it. */
  readonly first: number;
  /** Of each side's files the first rows of their parts, ascending. The parts of all are numbered on from 0. */
  readonly parts: BySide<readonly Float64Array[]>;
  readonly out: PiecesFile;
}

export interface PlacedRows {
  readonly at: PiecesAt;
  /** For each part 1 where it holds such a row. */
  readonly holds: Uint8Array;
}

/** A row of a part and its place in the listing, as two doubles. */
export const placeBytes = 16;

const memory = new LentMemory();

/** Sorts a range's differing rows by the parts of the exports that hold them. */
export function placeRows({ rows, first, parts, out }: PlaceRequest): PlacedRows {
  const reader = new PlainParquetReader(rows);
  memory.again();
  const [side, file, row] = reader.readGroup(0, [0, 1, 2], memory);
  reader.close();
  if (side?.kind !== 'int32' || file?.kind !== 'int32' || row?.kind !== 'int64')
    throw new TypeError('a list of differing rows is not as it was written');
  const words = new Uint32Array(row.values.buffer, row.values.byteOffset, row.values.length * 2);
  const rowAt = (i: number): number => words[2 * i]! + words[2 * i + 1]! * 2 ** 32; // below 2^53
  const files = numbered(parts);
  const count = files.reduce((sum, of) => sum + of.reduce((all, { firsts }) => all + firsts.length, 0), 0);

  const partOf = new Uint32Array(reader.rows);
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < reader.rows; i++) {
    const { firsts, number } = files[side.values[i]!]![file.values[i]!]!;
    const part = number + lastUpTo(firsts, rowAt(i));
    partOf[i] = part;
    starts[part + 1]! += placeBytes;
  }
  const holds = Uint8Array.from({ length: count }, (_, part) => (starts[part + 1]! > 0 ? 1 : 0));
  for (let part = 0; part < count; part++) starts[part + 1]! += starts[part]!;
  const next = starts.slice();
  const places = new Float64Array(reader.rows * 2);
  for (let i = 0; i < reader.rows; i++) {
    const at = next[partOf[i]!]! / 8;
    next[partOf[i]!]! += placeBytes;
    places[at] = rowAt(i);
    places[at + 1] = first + i;
  }
  return { at: appendPieces(out, starts, new Uint8Array(places.buffer)), holds };
}

/** Each file's parts with the number of its first. */
function numbered(parts: PlaceRequest['parts']) {
  let number = 0;
  return sides.map((side) =>
    parts[side].map((firsts) => {
      const own = { firsts, number };
      number += firsts.length;
      return own;
    }),
  );
}

/** The last of ascending numbers that is not above `value`; the first is none. */
function lastUpTo(numbers: Float64Array, value: number): number {
  let [low, high] = [0, numbers.length - 1];
  // Most parts have as many rows as the first.
  const likely = Math.min(high, Math.floor(value / (numbers[1] ?? Infinity)));
  if (numbers[likely]! <= value && !(numbers[likely + 1]! <= value)) return likely;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (numbers[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
