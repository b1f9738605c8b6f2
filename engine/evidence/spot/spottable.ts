import type { Side } from '../../../contract/side.ts';
import { TallyError } from '../../../contract/problem.ts';
import type { Plan, TablePlan } from '../../plan/plan.ts';
import { agreeingPlan } from '../checks/check-plan.ts';
import { PackageFiles } from '../checks/package-files.ts';
import { readReport } from '../checks/read-report.ts';
import type { Report, ReportTable } from '../report/report.ts';

const largestDocument = 1 << 28;

/** One side of one table of a package, of which a sample can be drawn. */
export interface Spottable {
  readonly report: Report;
  readonly plan: Plan;
  readonly side: Side;
  readonly table: ReportTable;
  readonly tablePlan: TablePlan;
}

/** Throws where there is no such table, or the run did not prove it: how many rows it has is then agreed by nobody. */
export function openSpottable(folder: string, side: Side, name: string): Spottable {
  const files = new PackageFiles(folder);
  const report = readReport(files.read('report.json', largestDocument)).predicate;
  const plan = agreeingPlan(files.read('plan.yaml', largestDocument), report);
  const index = report.tables.findIndex((table) => table.name === name);
  if (index < 0)
    throw new TallyError(
      'usage',
      `The package has no table "${name}"`,
      folder,
      `It has ${report.tables.map((table) => table.name).join(', ')}`,
    );
  const table = report.tables[index]!;
  if (!table.proven)
    throw new TallyError(
      'not_proven',
      `The run did not prove table "${name}", so a sample of it would be of rows that nobody agrees on`,
      folder,
      'Reconcile again; the report says what disagreed',
    );
  return { report, plan, side, table, tablePlan: plan.tables[index]! };
}
