import { parseRecord } from '../../canonical/record.ts';
import type { CanonicalType } from '../../canonical/types.ts';
import type { Plan, Total } from '../../plan/plan.ts';
import type { Difference, DifferenceSide } from '../differences/difference.ts';

export type Cells = readonly (string | null)[];

/** What exceptions need to know of a table: its canonical columns and the plan's totals. */
export interface ExceptedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly types: readonly CanonicalType[];
  /** Exact decimal texts; null: none. */
  readonly tolerances: readonly (string | null)[];
  readonly totals: readonly Total[];
}
export type ExceptedTables = ReadonlyMap<string, ExceptedTable>;

export const exceptedTables = ({ tables }: Plan): ExceptedTables =>
  new Map(
    tables.map(({ name, columns, totals }) => [
      name,
      {
        name,
        columns: columns.map((column) => column.name),
        types: columns.map(({ type }) => type),
        tolerances: columns.map(({ tolerance }) => tolerance),
        totals,
      },
    ]),
  );

/** The canonical cells of a difference's rows; null for a side that is missing. */
export function cellsOf({ types }: ExceptedTable, { source, target }: Difference) {
  const cells = (side: DifferenceSide | null): Cells | null =>
    side === null || side.record === null ? null : (parseRecord(types, side.record) ?? null);
  return { source: cells(source), target: cells(target) };
}
