import type { BySide } from '../../../contract/side.ts';
import type { CanonicalType } from '../../canonical/types.ts';

export interface ListedTable {
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: CanonicalType;
    readonly tolerance: string | null;
  }[];
  /** Indexes into columns. */
  readonly key: readonly number[];
  readonly files: BySide<readonly string[]>;
}

/** One row that differs in a column: canonical texts. */
export interface Example {
  readonly key: readonly (string | null)[];
  readonly source: string | null;
  readonly target: string | null;
}

export interface ListedColumn {
  changed: number;
  withinTolerance: number;
  /** Sum of |source - target| within tolerance, in units of the column's last digit. */
  toleranceSum: bigint;
  /** The first of the listing outside tolerance; null: none. */
  example: Example | null;
}

/** What listing a table's rows counts. */
export interface Tally {
  changed: number;
  withinTolerance: number;
  readonly columns: readonly ListedColumn[];
  /** Rows of differing keys whose texts do not have the digests of their entry. */
  unlike: number;
}

export const noTally = (columns: number): Tally => ({
  changed: 0,
  withinTolerance: 0,
  columns: Array.from({ length: columns }, () => ({ changed: 0, withinTolerance: 0, toleranceSum: 0n, example: null })),
  unlike: 0,
});

/** Adds what was counted further down the listing. */
export function addTally(to: Tally, more: Tally): void {
  to.changed += more.changed;
  to.withinTolerance += more.withinTolerance;
  to.unlike += more.unlike;
  for (const [c, column] of to.columns.entries()) {
    const { changed, withinTolerance, toleranceSum, example } = more.columns[c]!;
    column.changed += changed;
    column.withinTolerance += withinTolerance;
    column.toleranceSum += toleranceSum;
    column.example ??= example;
  }
}

/** Columns of the key; of a table without one, all of them. */
export const keyOf = ({ key, columns }: ListedTable): readonly number[] =>
  key.length === 0 ? columns.map((_, c) => c) : key;
