import { bucketsOf, type Buckets } from '../../map/levels.ts';

export interface DifferingCell {
  readonly buckets: Buckets;
  readonly differing: number;
}

/** The cells of a whole map in which anything differs, in the order of their buckets. */
export const differingCells = (counts: Uint32Array, level: number, depth: number): DifferingCell[] =>
  [...counts.entries()].flatMap(([cell, differing]) =>
    differing === 0 ? [] : [{ buckets: bucketsOf(depth, level, cell), differing }],
  );
