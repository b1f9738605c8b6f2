import { TallyError } from '../../../contract/problem.ts';
import type { Side } from '../../../contract/side.ts';
import type { DescribedSide } from '../../snapshot/describe-side.ts';
import { refuseNamesAlike } from '../../snapshot/csv/header-names.ts';
import { nearestRemedy } from '../../plan/nearest.ts';
import type { TablePlan } from '../../plan/plan.ts';

/**
 * Refuses a plan that names a column the header lacks, and a header whose names differ only in case where the plan does
 * not name each; gives the columns that are neither mapped nor ignored.
 */
export function checkColumns(table: TablePlan, side: Side, { columns: header, files }: DescribedSide): string[] {
  const where = `${side}: ${files[0]!.name}`;
  const has = new Set(header);
  const demand = (column: string, as: string) => {
    if (has.has(column)) return;
    throw new TallyError(
      'plan_header_mismatch',
      `The plan's ${as} names a column that the ${side} of table "${table.name}" lacks: "${column}"`,
      where,
      nearestRemedy(column, header),
    );
  };
  const known = new Set<string>();
  for (const { name, sides } of table.columns) {
    demand(sides[side].column, `column "${name}"`);
    known.add(sides[side].column);
  }
  for (const column of table.sides[side].where?.columns ?? []) demand(column, 'where');
  for (const ignored of table.ignore) {
    if (ignored.side !== side) continue;
    demand(ignored.column, 'ignore');
    known.add(ignored.column);
  }
  const withName = (name: string) => files.find(({ columns }) => columns.includes(name))!;
  refuseNamesAlike(
    header,
    known,
    (one, other) => `${side}: ${[...new Set([withName(one).name, withName(other).name])].join(', ')}`,
    'Name both in the plan, mapped or ignored, or rename one of them in the export',
  );
  return header.filter((column) => !known.has(column));
}
