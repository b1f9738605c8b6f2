import { lift, share } from '../fit/agreement.ts';
import type { AlignedColumn } from '../rows/aligned-column.ts';
import { needsNothing } from '../fit/fit.ts';
import { fitColumns, type ColumnFit } from '../fit/fit-columns.ts';

export interface ColumnPair {
  readonly source: AlignedColumn;
  readonly target: AlignedColumn;
  /** Both are of the key that lines rows up. */
  readonly isKey: boolean;
  /** How alike the names are, from 0 to 1. */
  readonly name: number;
  readonly found: ColumnFit;
  /** Nothing is left that a human would have to decide. */
  readonly sure: boolean;
  readonly score: number;
}

/** Two columns as one; `lined`: their rows are those of one key. */
export function columnPair(
  source: AlignedColumn,
  target: AlignedColumn,
  { isKey, name, lined }: { readonly isKey: boolean; readonly name: number; readonly lined: boolean },
): ColumnPair {
  const found = fitColumns(source, target, lined);
  const { agreement, rank } = found.fit;
  const score = share(agreement) * (0.4 + 0.6 * lift(agreement)) + nameWeight * name - rank / 1000;
  return { source, target, isKey, name, found, sure: isSure(found, name, lined), score };
}

export const nameWeight = 0.4;

/** The most that a pair with this column could score, its name apart: where all rows are one, mixing them changes nothing. */
export const mostWithoutName = ({ distinct }: AlignedColumn): number => (distinct <= 1 ? 0.4 : 1);

function isSure({ fit }: ColumnFit, name: number, lined: boolean): boolean {
  const { agreement } = fit;
  const { rows, agree } = agreement;
  if (rows === 0) return name >= 0.9;
  const telling = (lift(agreement) >= 0.8 && (lined || agree >= 50)) || name >= 0.5;
  const agrees = share(agreement) >= 0.98 || (rows - agree <= 3 && share(agreement) >= 0.8);
  if (needsNothing(fit)) {
    // One name and one form leave nothing to decide; that many rows differ is what the reconciliation will say.
    const least = name === 1 ? (rows < 20 ? 0 : 0.5) : name >= 0.8 ? 0.8 : 1;
    return (agrees && telling) || share(agreement) >= least;
  }
  return agrees && telling && rows >= 4;
}

/** Whether it can be taken for one column at all. */
export const isThinkable = ({ sure, found: { fit }, name }: ColumnPair): boolean =>
  sure || (share(fit.agreement) >= 0.6 ? lift(fit.agreement) >= 0.3 || name >= 0.5 : name >= 0.8);

/** The likeliest first. */
export const byLikelihood = (a: ColumnPair, b: ColumnPair): number =>
  Number(b.isKey) - Number(a.isKey) || b.score - a.score || a.source.at - b.source.at || a.target.at - b.target.at;
