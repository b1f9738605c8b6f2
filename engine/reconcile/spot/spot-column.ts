import { TallyError } from '../../../contract/problem.ts';
import type { SpotMethod } from '../../../contract/spot.ts';
import type { TablePlan } from '../../plan/plan.ts';

/** The column that a sample is drawn by: a stratified one by the plan's shard unless said. */
export function spotColumn(method: SpotMethod, given: string | null, table: TablePlan): string | null {
  if (method === 'random') {
    if (given === null) return null;
    throw new TallyError('usage', 'A random sample is drawn by no column', `column "${given}"`, 'Leave the column out');
  }
  const name = given ?? (method === 'stratified' ? table.shard : null);
  const fit = table.columns.filter(
    ({ type }) => method === 'stratified' || type.kind === 'int' || type.kind === 'decimal',
  );
  const remedy = fit.length === 0 ? '' : `It can be drawn by ${fit.map((column) => column.name).join(', ')}`;
  const what = method === 'stratified' ? 'stratified' : 'monetary';
  if (name === null)
    throw new TallyError(
      'usage',
      `It is not said by which column a ${what} sample is drawn`,
      `table "${table.name}"`,
      remedy,
    );
  if (!table.columns.some((column) => column.name === name))
    throw new TallyError('usage', `The plan has no column "${name}"`, `table "${table.name}"`, remedy);
  if (!fit.some((column) => column.name === name))
    throw new TallyError('usage', `Column "${name}" holds no amounts`, `table "${table.name}"`, remedy);
  return name;
}
