/**
 * An entry on its way to its bucket: `keyDigest || rowDigest` and where the row stands, so that a digest leads back to
 * its row without a join. 72 bytes: 64 of digests, then row and file as a 64-bit number that orders by file, then row.
 */
export const stagedEntryBytes = 72;
const rowHigh = 256; // the row's bits above 32: rows to 2^40, files to 2^23
const alteredBit = 0x8000_0000;

/** Writes place and flag behind the digests at `at`. `row` counts from 0, `file` is the file's index on its side. */
export function writePlace(view: DataView, at: number, file: number, row: number, altered: boolean): void {
  view.setUint32(at + 64, row >>> 0, true);
  view.setUint32(at + 68, ((altered ? alteredBit : 0) | (file << 8) | Math.floor(row / 2 ** 32)) >>> 0, true);
}

/** A number that orders by file, then row, and fits a double for 2^13 files of 2^40 rows; equal places are equal rows. */
export function placeOf(view: DataView, at: number): { readonly file: number; readonly row: number } {
  const high = view.getUint32(at + 68, true);
  return { file: (high & ~alteredBit) >>> 8, row: (high % rowHigh) * 2 ** 32 + view.getUint32(at + 64, true) };
}

/** Whether a text rule altered a value of the row. */
export const isAltered = (view: DataView, at: number): boolean => view.getUint32(at + 68, true) >= alteredBit;

/** -1, 0 or 1 by file, then row. */
export function comparePlaces(view: DataView, a: number, b: number): number {
  const high = (view.getUint32(a + 68, true) & ~alteredBit) - (view.getUint32(b + 68, true) & ~alteredBit);
  return high !== 0 ? high : view.getUint32(a + 64, true) - view.getUint32(b + 64, true);
}
