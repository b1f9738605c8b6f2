import { sides } from '../../contract/side.ts';
import { parseDecimal } from './decimal-text.ts';
import { judgePath } from './judge-files.ts';
import { judgeShape } from './judge-shape.ts';
import { columnTypes, judgeTable } from './judge-table.ts';
import type { TableJudge } from './judge-names.ts';
import type { Judge } from './judge.ts';
import type { PlanDocument } from './plan-schema.ts';
import { membersOf, valueAt } from './plan-value.ts';
import type { PlanValue } from './plan-value.ts';

/** Everything that is wrong with a plan that is YAML or JSON: its shape first, then what its parts say of one another. */
export function judgeDocument(judge: Judge, document: PlanValue): void {
  judgeShape(judge, document);
  for (const side of sides) judgePath(judge, [side, 'path'], valueAt(document, [side, 'path']));
  const tables = tablesOf(judge, document);
  const byName = new Map<string, TableJudge>();
  for (const here of tables) {
    const { name } = here.table;
    if (!judge.sound([...here.path, 'name'])) continue;
    if (byName.has(name))
      judge.refuse([...here.path, 'name'], `Two tables are called ${JSON.stringify(name)}`, 'Rename one');
    else byName.set(name, here);
  }
  for (const here of tables) judgeTable(here, byName);
  judgeGates(judge, document);
}

/** Tables whose columns can be named; a part of them may still be refused. */
function tablesOf(judge: Judge, document: PlanValue): TableJudge[] {
  const found: TableJudge[] = [];
  for (const [index, value] of membersOf(document, ['tables'])) {
    const path = ['tables', index];
    const columns = valueAt(value, ['columns']);
    if (typeof columns !== 'object' || columns === null || Array.isArray(columns)) continue;
    const table = value as unknown as PlanDocument['tables'][number];
    found.push({ judge, path, table, types: columnTypes(judge, path, table) });
  }
  return found;
}

function judgeGates(judge: Judge, document: PlanValue): void {
  const within = ['gates', 'within_tolerance'];
  if (judge.sound(within) && valueAt(document, within) !== undefined && membersOf(document, within).length === 0)
    judge.refuse(
      within,
      '"within_tolerance" has no limit',
      'Give max_ratio, max_sum or both; without it no row may be within tolerance only',
    );
  for (const limit of ['max_ratio', 'max_sum']) {
    const path = ['gates', 'within_tolerance', limit];
    const text = valueAt(document, path);
    if (typeof text !== 'string' || !judge.sound(path)) continue;
    const value = parseDecimal(text);
    if (value === null) judge.refuse(path, `${JSON.stringify(text)} is not a decimal`, 'Write it like "0.001"');
    else if (value.negative) judge.refuse(path, `"${limit}" is negative`);
  }
}
