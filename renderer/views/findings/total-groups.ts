import type { ReportTable } from '../../../contract/report.ts';

export type Total = ReportTable['totals'][number];

/** Totals of one name, a row for each of its groups, in the report's order. */
export function totalGroups(totals: readonly Total[]): { readonly name: string; readonly rows: readonly Total[] }[] {
  const groups = new Map<string, Total[]>();
  for (const total of totals) groups.set(total.name, [...(groups.get(total.name) ?? []), total]);
  return [...groups].map(([name, rows]) => ({ name, rows }));
}

export const isEqual = ({ difference }: Total): boolean => !/[1-9]/.test(difference);

type Group = Pick<Total, 'name' | 'by'>;
export const isSameTotal = (a: Group | null, b: Group): boolean =>
  a?.name === b.name && JSON.stringify(a.by) === JSON.stringify(b.by);
