import type { Spot } from '../../../contract/spot.ts';
import type { HashPool } from '../run/hash-pool.ts';
import type { RunFolder } from '../run/run-folder.ts';
import type { Picking } from './pick-from-groups.ts';
import type { PickedRow } from './pick-rows.ts';

/** A draw under way over the rows of one table, whose root is the package's. */
export interface Drawing {
  readonly picking: Picking;
  readonly pool: HashPool;
  readonly folder: RunFolder;
  /** Rows that can be drawn, at least one. */
  readonly entries: number;
  readonly size: number;
  readonly confidence: bigint;
  /** For sentences. */
  readonly table: string;
  readonly side: string;
}

/** The rows in the order of the file, and what the file says beside them. */
export interface Drawn {
  readonly picked: readonly PickedRow[];
  readonly said: Pick<Spot, 'conclusion' | 'strata' | 'amounts'>;
}
