import type { PackedColumn } from '../../snapshot/parquet/plain-pages.ts';
import type { DrilledRow } from './drilled-rows.ts';
import type { Tally } from './listed-table.ts';

/** Rows of differences.parquet. */
export interface ViewRows {
  readonly rows: number;
  readonly columns: readonly PackedColumn[];
}

/** Consecutive differences as bytes, in pieces to be laid end to end. */
export interface DifferenceBytes {
  readonly lines: number;
  /** CSV cells that got a leading apostrophe, since a spreadsheet would have run them. */
  readonly escapedCells: number;
  readonly ndjson: readonly Uint8Array[];
  readonly csv: readonly Uint8Array[];
  readonly views: readonly ViewRows[];
}

/** A part of the listing, from a worker. */
export interface ListedPart extends DifferenceBytes {
  readonly tally: Tally;
  /** Rows before and after those that the bytes are of: the other half of a pair may be in the part before, or after. */
  readonly head: readonly DrilledRow[];
  readonly tail: readonly DrilledRow[];
}

/** Gives bytes a place that lasts: memory shared with whoever asked, as long as there is some, else memory of their own. */
export type Keep = (bytes: Uint8Array) => Uint8Array;

export function keepIn(room: Uint8Array<SharedArrayBuffer>): Keep {
  let used = 0;
  return (bytes) => {
    if (bytes.length > room.length - used) return Uint8Array.from(bytes);
    const kept = room.subarray(used, used + bytes.length);
    kept.set(bytes);
    // Into shared memory V8 copies by words where both ends are aligned, else byte by byte.
    used = (used + bytes.length + 15) & ~15;
    return kept;
  };
}
