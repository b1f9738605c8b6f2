import type { ReportTable } from '../../../contract/report.ts';

export type ReportColumn = ReportTable['columns'][number];

/** Columns in which anything differs, the most first. */
export function changedColumns({ columns }: ReportTable): ReportColumn[] {
  const weight = ({ changed, withinTolerance }: ReportColumn): readonly [bigint, bigint] => [
    BigInt(changed),
    BigInt(withinTolerance),
  ];
  return columns
    .filter(({ changed, withinTolerance }) => changed !== '0' || withinTolerance !== '0')
    .sort((one, other) => {
      const [[a, x], [b, y]] = [weight(one), weight(other)];
      return a === b ? Number(y > x) - Number(y < x) : Number(b > a) - Number(b < a);
    });
}

/** A count against the most changed column, 0 to 1; what is not nothing can be seen. */
export function shareOf(changed: string, columns: readonly ReportColumn[]): number {
  const most = columns.reduce((so, column) => (BigInt(column.changed) > so ? BigInt(column.changed) : so), 0n);
  if (changed === '0' || most === 0n) return 0;
  return Math.max(0.04, Number((BigInt(changed) * 10_000n) / most) / 10_000);
}
