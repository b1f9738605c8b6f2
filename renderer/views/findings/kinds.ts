import type { ReportTable } from '../../../contract/report.ts';
import type { CallOutput } from '../../../contract/calls.ts';

export type Difference = CallOutput<'findings.page'>['rows'][number];
export type Kind = Difference['kind'];

/** A kind of difference: its word, its shape, and whether it differs or holds under a rule. */
export const kindLook: Readonly<
  Record<Kind, { readonly word: string; readonly shape: string; readonly tone: string }>
> = {
  changed: { word: 'changed', shape: '≠', tone: 'differs' },
  within_tolerance: { word: 'in tolerance', shape: '≈', tone: 'rule' },
  source_only: { word: 'source only', shape: '◧', tone: 'differs' },
  target_only: { word: 'target only', shape: '◨', tone: 'differs' },
  duplicate: { word: 'duplicate', shape: '‖', tone: 'differs' },
  unrepresentable: { word: 'without a form', shape: '⊘', tone: 'differs' },
};
export const kinds = Object.keys(kindLook) as readonly Kind[];

/** How many lines of the listing are of a kind: a changed pair is one, duplicates and rows without a form one a row. */
export function kindCount({ source, target }: ReportTable, kind: Kind): bigint {
  const both = (term: 'duplicatesLeft' | 'unrepresentable') => BigInt(source[term]) + BigInt(target[term]);
  const counts: Record<Kind, () => bigint> = {
    changed: () => BigInt(source.changed),
    within_tolerance: () => BigInt(source.withinTolerance),
    source_only: () => BigInt(source.only),
    target_only: () => BigInt(target.only),
    duplicate: () => both('duplicatesLeft'),
    unrepresentable: () => both('unrepresentable'),
  };
  return counts[kind]();
}

export const lineCount = (table: ReportTable): bigint => kinds.reduce((sum, kind) => sum + kindCount(table, kind), 0n);
