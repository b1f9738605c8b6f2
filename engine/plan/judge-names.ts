import type { CanonicalType } from '../canonical/types.ts';
import type { Judge } from './judge.ts';
import type { PlanPath } from './plan-problem.ts';
import type { TableDocument } from './plan-schema.ts';

/** The types of a table's columns; null where the type is none. */
export type ColumnTypes = ReadonlyMap<string, CanonicalType | null>;

/** What the judges of one table share. */
export interface TableJudge {
  readonly judge: Judge;
  readonly path: PlanPath;
  readonly table: TableDocument;
  readonly types: ColumnTypes;
}

/** Whether a canonical column is there; refused when not. */
export function judgeName({ judge, path, types }: TableJudge, at: PlanPath, name: string): boolean {
  if (types.has(name)) return true;
  judge.refuse(
    [...path, ...at],
    `There is no column ${JSON.stringify(name)}`,
    judge.suggest(name, () => [...types.keys()]),
  );
  return false;
}

export function judgeNames(here: TableJudge, at: PlanPath, names: readonly string[], what: string): void {
  const seen = new Set<string>();
  names.forEach((name, index) => {
    judgeName(here, [...at, index], name);
    if (seen.has(name))
      here.judge.refuse([...here.path, ...at, index], `The ${what} ${JSON.stringify(name)} is named twice`);
    seen.add(name);
  });
}

export function judgeSum(here: TableJudge, at: PlanPath, name: string): void {
  if (!judgeName(here, at, name)) return;
  const type = here.types.get(name);
  if (type !== null && type !== undefined && type.kind !== 'int' && type.kind !== 'decimal')
    here.judge.refuse(
      [...here.path, ...at],
      `${JSON.stringify(name)} is ${type.kind} and has no sum`,
      'Sums are of int and decimal',
    );
}

/** A list of the document, whose entries are judged one by one; nothing where its shape was refused. */
export const entriesOf = <T>(list: readonly T[] | undefined): readonly T[] =>
  Array.isArray(list) ? (list as readonly T[]) : [];
