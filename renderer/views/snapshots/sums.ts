import type { z } from 'zod';
import type { columnProfileView, snapshotTableView, snapshotsView } from '../../../contract/snapshots.ts';

export type SnapshotSide = z.output<typeof snapshotsView>['source'];
export type Vouching = z.output<typeof snapshotsView>['vouching'];
export type SnapshotTable = z.output<typeof snapshotTableView>;
export type SnapshotFile = SnapshotTable['files'][number];
export type ColumnProfile = z.output<typeof columnProfileView>;

const sum = (counts: readonly string[]): string => counts.reduce((all, one) => all + BigInt(one), 0n).toString();

export interface Sums {
  readonly files: string;
  readonly bytes: string;
  /** Null until every file was counted. */
  readonly rows: string | null;
  readonly digested: string;
}

/** What a side comes to, over all its tables. */
export function sums({ tables }: SnapshotSide): Sums {
  const files = tables.flatMap((table) => table.files);
  const rows = tables.map((table) => table.rows);
  return {
    files: String(files.length),
    bytes: sum(files.map((file) => file.bytes)),
    rows: rows.every((count) => count !== null) ? sum(rows) : null,
    digested: String(files.filter((file) => file.sha256 !== null).length),
  };
}
