import type { BySide, Side } from '../../contract/side.ts';
import type { CanonicalType, Reading } from '../canonical/types.ts';
import type { CsvOptions } from '../snapshot/csv/csv-options.ts';
import type { HashName } from '../tree/hashes.ts';
import type { Where } from './where.ts';

/** A plan, judged and with every default filled in (formats.md section 6). */
export interface Plan {
  readonly name: string;
  readonly hash: HashName;
  /** As written: relative to the plan's own folder, absolute, or climbing. */
  readonly paths: BySide<string>;
  /** In the ascending order of the UTF-8 bytes of their names. */
  readonly tables: readonly TablePlan[];
  readonly gates: Gates;
  readonly signers: { readonly preparer: 0 | 1; readonly approver: number };
  readonly assumptions: readonly string[];
  /** SHA-256 of the plan's JCS form, lower-case hex. */
  readonly identity: string;
}

export interface TablePlan {
  readonly name: string;
  readonly depth: number | null;
  readonly sides: BySide<TableSide>;
  /** Column names in the plan's key order; empty for a table without a key. */
  readonly key: readonly string[];
  readonly shard: string | null;
  readonly whereReason: string | null;
  /** In canonical order: ascending UTF-8 bytes of their names. */
  readonly columns: readonly ColumnPlan[];
  readonly ignore: readonly Ignored[];
  readonly totals: readonly Total[];
  readonly checks: readonly Check[];
}

/** Where one side of a table lies. */
export interface TableSide {
  /** A file name, a folder or a glob below the side's path; null: the side's path itself is the table. */
  readonly files: string | null;
  readonly csv: CsvOptions;
  readonly where: Where | null;
}

export interface ColumnPlan {
  readonly name: string;
  readonly type: CanonicalType;
  /** The export's column and how its texts are read. */
  readonly sides: BySide<{ readonly column: string; readonly reading: Reading }>;
  /** Exact decimal text, not negative; null: none. */
  readonly tolerance: string | null;
}

export interface Ignored {
  readonly side: Side;
  readonly column: string;
  readonly reason: string;
}

export interface Total {
  readonly name: string;
  readonly sum: string;
  readonly by: readonly string[];
}

export type Check = { readonly name: string } & (
  | {
      readonly kind: 'sum';
      readonly sum: string;
      readonly by: readonly string[];
      /** exact decimal text */ readonly equals: string;
    }
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  | {
      readonly kind: 'sequence';
      readonly column: string;
      readonly by: readonly string[];
      /** integer text */ readonly step: string;
    }
  | { readonly kind: 'chain'; readonly hash: string; readonly previous: string; readonly order: string }
  | { readonly kind: 'refers'; readonly columns: readonly string[]; readonly table: string }
);

export interface Gates {
  readonly source_only: bigint;
  readonly target_only: bigint;
  readonly changed: bigint;
  readonly duplicates: bigint;
  readonly unrepresentable: bigint;
  readonly unmapped: bigint;
  /** Certificates that fail; judged where any came. */
  readonly certificates: bigint;
  /** null: no row may be within tolerance only. Decimal texts; null inside: that part is not limited. */
  readonly within_tolerance: { readonly max_ratio: string | null; readonly max_sum: string | null } | null;
  readonly totals: 'equal';
  readonly checks: 'pass';
}
