import type { FaultKind } from './fault-kinds.ts';
import type { LedgerSize } from './ledger-size.ts';

/**
 * One table of the ledger, as SQL over the row number `i`, from 0. Every value is a function of the row number and the
 * seed: that is what lets both sides be written in any order and any split without holding a row.
 */
export interface LedgerTable {
  readonly name: keyof LedgerSize;
  readonly rows: number;
  /** Canonical key columns in the plan's order, with the expression that gives their text. */
  readonly key: Readonly<Record<string, string>>;
  /** What the ledger holds: name to expression; a later one may use an earlier one. */
  readonly model: Readonly<Record<string, string>>;
  readonly faults: Readonly<Partial<Record<FaultKind, FaultSql>>>;
  /** Columns of each export in that export's order: name to expression over the model. */
  readonly source: Readonly<Record<string, string>>;
  readonly target: Readonly<Record<string, string>>;
  /** The source splits it by region, as Hive partitions. */
  readonly partitioned: boolean;
}

export interface FaultSql {
  /** Which rows can bear it: a condition over the model. */
  readonly where: string;
  /** The model column it alters on the target, and into what. */
  readonly alters?: { readonly column: string; readonly into: string };
  /** The target's name of that column. */
  readonly shownAs?: string;
}

/** Ten rows after one another are spread over the regions like this. */
export const regionOfTen = [
  'eu-west',
  'us-east',
  'eu-west',
  'ap-south',
  'eu-west',
  'us-east',
  'eu-west',
  'ap-south',
  'eu-west',
  'us-east',
] as const;
export const regions = ['eu-west', 'us-east', 'ap-south'] as const;
