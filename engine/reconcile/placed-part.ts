import { TallyError } from '../../contract/problem.ts';
import { PiecesReader, type PiecesAt, type PiecesFile } from './pieces-file.ts';

/** What placeRows wrote of one part of an export. */
export interface PlacedPart {
  readonly file: PiecesFile;
  /** What it gave of every range. */
  readonly batches: readonly PiecesAt[];
  readonly parts: number;
  readonly number: number;
  /** Position in the file of the part's first row. */
  readonly firstRow: number;
}

/** Positions in the file of a part's differing rows, ascending, and the place of each in the listing. */
export function rowsOfPart({ file, batches, parts, number, firstRow }: PlacedPart): {
  readonly rows: Float64Array;
  readonly places: Float64Array;
} {
  const reader = new PiecesReader(file, batches, parts, number, number + 1);
  let given: Float64Array;
  try {
    given = new Float64Array(reader.bytesOf(number) / 8);
    reader.read(number, new Uint8Array(given.buffer));
  } finally {
    reader.close();
  }
  const count = given.length / 2;
  // A row of the part above its index: as words of 64-bit numbers that are sorted without becoming bigints.
  const keys = new Uint32Array(count * 2);
  for (let i = 0; i < count; i++) {
    const inPart = given[2 * i]! - firstRow;
    if (!(inPart >= 0 && inPart < 2 ** 32)) throw new TallyError('internal', 'A row is not in the part that holds it');
    keys[2 * i] = i;
    keys[2 * i + 1] = inPart;
  }
  new BigUint64Array(keys.buffer).sort();
  const [rows, places] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    rows[i] = keys[2 * i + 1]! + firstRow;
    places[i] = given[2 * keys[2 * i]! + 1]!;
  }
  return { rows, places };
}
