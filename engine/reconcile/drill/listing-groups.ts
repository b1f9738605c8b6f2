import type { DifferingFile } from '../fold/differing-rows.ts';

/** Rows whose listing, in three forms, is some ten megabytes; DuckDB takes multiples of 2,048. */
export const groupRows = (width: number): number => Math.max(1, Math.floor(2 ** 24 / (600 + 90 * width) / 2048)) * 2048;

/** The drilled rows in groups of the listing: each range's own, one after another, so many rows each but its last. */
export class ListingGroups {
  readonly size: number;
  readonly count: number;
  /** The number of a range's first group. */
  readonly #first = new Map<number, number>();

  constructor(files: readonly DifferingFile[], width: number) {
    this.size = groupRows(width);
    let count = 0;
    for (const { range, rows } of files) {
      this.#first.set(range, count);
      count += Math.ceil(rows / this.size);
    }
    this.count = count;
  }

  firstOf(range: number): number {
    return this.#first.get(range)!;
  }
}
