import type { z } from 'zod';
import type { Side } from '../../../contract/side.ts';
import type { planTableView } from '../../../contract/plan.ts';

export type PlanTable = z.output<typeof planTableView>;
export type PlanColumn = PlanTable['columns'][number];
export type Ignored = PlanTable['ignored'][number];
export type Unmapped = PlanTable['unmapped'][number];

/** One line of the list: a pair, a column that waits for a decision, or one that is left out. */
export type Row =
  | { readonly id: string; readonly kind: 'pair'; readonly column: PlanColumn }
  | { readonly id: string; readonly kind: 'unmapped'; readonly column: Unmapped }
  | { readonly id: string; readonly kind: 'ignored'; readonly column: Ignored };

/** Pairs, then what waits, then what is left out; an id stays the same while its column does. */
export function rowsOf(table: PlanTable): Row[] {
  const key = new Set(table.key);
  const byKey = [...table.columns].sort((a, b) => Number(key.has(b.name)) - Number(key.has(a.name)));
  return [
    ...byKey.map((column): Row => ({ id: `pair ${column.name}`, kind: 'pair', column })),
    ...table.unmapped.map((column): Row => ({ id: idOf(column), kind: 'unmapped', column })),
    ...table.ignored.map((column): Row => ({ id: `ignored ${idOf(column)}`, kind: 'ignored', column })),
  ];
}

const idOf = ({ side, column }: { side: Side; column: string }) => `${side} ${column}`;

/** Names of a side's columns that the plan knows of, those that wait first. */
export function columnsOf(table: PlanTable, side: Side): string[] {
  const ofSide = (columns: readonly { side: Side; column: string }[]) =>
    columns.filter((column) => column.side === side).map(({ column }) => column);
  return [
    ...new Set([
      ...ofSide(table.unmapped),
      ...ofSide(table.ignored),
      ...table.columns.map((column) => column[side].column),
    ]),
  ];
}
