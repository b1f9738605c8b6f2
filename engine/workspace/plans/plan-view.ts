import type { z } from 'zod';
import type { planView } from '../../../contract/plan.ts';
import { sides, type Side } from '../../../contract/side.ts';
import { typeName } from '../../canonical/type-name.ts';
import type { ColumnPlan, TablePlan } from '../../plan/plan.ts';
import { pathText, type PlanProblem } from '../../plan/plan-problem.ts';
import { findFiles } from '../../snapshot/files/find-files.ts';
import { formWords } from './form-words.ts';
import { writtenColumns, type WrittenColumn } from './plan-written.ts';
import type { Workspace } from '../workspace.ts';

export type PlanView = z.output<typeof planView>;

/** The plan as text and as what it says; null while there is none. */
export async function viewPlan(workspace: Workspace): Promise<PlanView | null> {
  const { text, problems, good, canUndo, canRedo } = workspace.plan;
  if (text === null) return null;
  const tables = good?.plan.tables ?? [];
  const written = writtenColumns(good?.text ?? '');
  return {
    text,
    problems: problems.map(viewProblem),
    identity: problems.length > 0 ? null : (good?.plan.identity ?? null),
    tables: await Promise.all(
      tables.map(async (table) => ({
        name: table.name,
        key: [...table.key],
        columns: table.columns.map((column) => viewColumn(column, written.get(table.name)!.get(column.name)!)),
        ignored: table.ignore.map((ignored) => ({ ...ignored })),
        unmapped: (await Promise.all(sides.map((side) => unmappedOf(workspace, table, side)))).flat(),
      })),
    ),
    canUndo,
    canRedo,
  };
}

const viewProblem = ({ what, path, remedy, line, column }: PlanProblem) => ({
  what: path.length === 0 ? what : `${what}, at ${pathText(path)}`,
  line,
  column,
  remedy,
});

function viewColumn({ name, type, sides: both, tolerance }: ColumnPlan, written: WrittenColumn) {
  const rules = both.source.reading.rules.filter((rule) => both.target.reading.rules.includes(rule));
  const [source, target] = sides.map((side) => ({
    column: both[side].column,
    options: written.sides[side],
    form: formWords(both[side].reading, rules),
  }));
  const { options, why, lines } = written;
  return { name, type: typeName(type), source: source!, target: target!, tolerance, rules, options, why, lines };
}

/** Columns of the export, as it was last read, that are neither mapped nor ignored; none where it was not read. */
async function unmappedOf({ snapshots, folders }: Workspace, table: TablePlan, side: Side) {
  if (snapshots.read === null) return [];
  const found = await findFiles(folders[side], table.sides[side].files).catch(() => null);
  const header = new Set(found?.files.flatMap(({ name }) => snapshots.columnsOf(side, name) ?? []));
  for (const column of table.columns) header.delete(column.sides[side].column);
  for (const ignored of table.ignore) if (ignored.side === side) header.delete(ignored.column);
  return [...header].map((column) => ({ side, column }));
}
