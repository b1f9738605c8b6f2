import type { FoldedBuckets } from '../../reconcile/fold/compare-table.ts';

/** At most this many cells are told of while a run works: more than any map of it shows. */
const mostBits = 12;

/** A table's buckets as a map that fills: 0 not seen yet, 1 equal, 2 differing. A cell is seen in one piece. */
export class BucketCells {
  readonly cells: Uint8Array;
  readonly #shift: number;

  constructor(depth: number) {
    const bits = Math.min(depth, mostBits);
    this.cells = new Uint8Array(2 ** bits);
    this.#shift = depth - bits;
  }

  add({ first, count, differing }: FoldedBuckets): void {
    this.cells.fill(1, first >> this.#shift, (first + count) >> this.#shift);
    for (const bucket of differing) this.cells[bucket >> this.#shift] = 2;
  }
}
