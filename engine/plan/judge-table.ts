import { sides } from '../../contract/side.ts';
import { parseType } from '../canonical/type-name.ts';
import type { CanonicalType } from '../canonical/types.ts';
import { judgeChecks } from './judge-checks.ts';
import { judgeColumn } from './judge-column.ts';
import { judgeCsv, judgeFiles } from './judge-files.ts';
import type { Judge } from './judge.ts';
import type { TableDocument } from './plan-schema.ts';
import type { PlanPath } from './plan-problem.ts';
import { entriesOf, judgeName, judgeNames, judgeSum } from './judge-names.ts';
import type { ColumnTypes, TableJudge } from './judge-names.ts';
import { parseWhere } from './where-parser.ts';
import { WhereError } from './where-tokens.ts';

export function columnTypes(judge: Judge, path: PlanPath, table: TableDocument): ColumnTypes {
  const types = new Map<string, CanonicalType | null>();
  for (const [name, column] of Object.entries(table.columns))
    types.set(name, judge.sound([...path, 'columns', name, 'type']) ? (parseType(column.type) ?? null) : null);
  return types;
}

/** What a table's shape cannot say. Parts that have been refused are passed over. */
export function judgeTable(here: TableJudge, tables: ReadonlyMap<string, TableJudge>): void {
  const { judge, path, table, types } = here;
  if (types.size === 0) judge.refuse([...path, 'columns'], 'A table needs columns', 'Name at least one');
  const key = judge.sound([...path, 'key']) ? (table.key ?? []) : [];
  judgeNames(here, ['key'], key, 'key column');
  for (const [name, column] of Object.entries(table.columns)) {
    const type = types.get(name);
    const at = [...path, 'columns', name];
    if (judge.sound(at) && type !== null && type !== undefined)
      judgeColumn(judge, at, column, type, key.includes(name));
  }
  if (table.shard !== undefined && judge.sound([...path, 'shard'])) judgeName(here, ['shard'], table.shard);
  for (const side of sides) {
    if (!judge.sound([...path, side])) continue;
    judgeFiles(judge, [...path, side, 'files'], table[side]?.files);
    judgeCsv(judge, [...path, side, 'csv'], table[side]?.csv);
  }
  judgeWhere(here);
  judgeIgnore(here);
  entriesOf(table.totals).forEach((total, index) => {
    if (!judge.sound([...path, 'totals', index])) return;
    judgeSum(here, ['totals', index, 'sum'], total.sum);
    judgeNames(here, ['totals', index, 'by'], total.by ?? [], 'column');
  });
  judgeChecks(here, tables);
}

function judgeWhere({ judge, path, table }: TableJudge): void {
  const at = [...path, 'where'];
  if (table.where === undefined || !judge.sound(at)) return;
  const { where } = table;
  if (where.source === undefined && where.target === undefined)
    judge.refuse(at, '"where" has no condition', 'Give one for source, for target, or for both');
  for (const side of sides) {
    const value = where[side];
    if (value === undefined) continue;
    try {
      parseWhere(value);
    } catch (error) {
      if (!(error instanceof WhereError)) throw error;
      judge.refuse([...at, side], error.message, error.remedy, 'value', { value, within: error.at });
    }
  }
}

function judgeIgnore({ judge, path, table }: TableJudge): void {
  if (!judge.sound([...path, 'columns'])) return;
  const mapped = { source: new Set<string>(), target: new Set<string>() };
  for (const [name, column] of Object.entries(table.columns))
    for (const side of sides) {
      const own = column[side];
      mapped[side].add(typeof own === 'string' ? own : (own?.column ?? name));
    }
  entriesOf(table.ignore).forEach((ignored, index) => {
    const at = [...path, 'ignore', index];
    if (!judge.sound(at) || !mapped[ignored.side].has(ignored.column)) return;
    const what = `The ${ignored.side}'s ${JSON.stringify(ignored.column)} is both mapped and ignored`;
    judge.refuse([...at, 'column'], what, 'Keep one of them');
  });
}
