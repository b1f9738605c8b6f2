import { lift, share } from './agreement.ts';
import type { AlignedColumn } from './aligned-column.ts';
import { needsNothing } from './fit.ts';
import { fitColumns, worthFitting, type ColumnFit } from './fit-columns.ts';
import type { AlignedRows } from './align-rows.ts';
import { nameLikeness } from './name-likeness.ts';

export interface ColumnPair {
  readonly source: AlignedColumn;
  readonly target: AlignedColumn;
  readonly name: number;
  readonly found: ColumnFit;
  readonly sure: boolean;
}

export interface AssignedColumns {
  readonly pairs: readonly ColumnPair[];
  /** Columns of either side without a counterpart, and the best that could be said for one. */
  readonly alone: readonly {
    readonly side: 'source' | 'target';
    readonly column: string;
    readonly near: ColumnPair | null;
  }[];
}

/** Pairs columns by how their cells agree in the aligned rows, then by their names; each column once. */
export function assignColumns(
  { rows, source, target }: AlignedRows,
  keyed: readonly (readonly [source: number, target: number])[],
): AssignedColumns {
  const isKey = (s: AlignedColumn, t: AlignedColumn) => keyed.some(([a, b]) => a === s.at && b === t.at);
  const candidates: ColumnPair[] = [];
  for (const ours of source)
    for (const theirs of target) {
      const name = nameLikeness(ours.name, theirs.name);
      if (name < 0.8 && !isKey(ours, theirs) && !worthFitting(ours, theirs)) continue;
      const found = fitColumns(ours, theirs, rows > 0);
      candidates.push({ source: ours, target: theirs, name, found, sure: isSure(found, name, rows > 0) });
    }
  candidates.sort(
    (a, b) =>
      Number(isKey(b.source, b.target)) - Number(isKey(a.source, a.target)) ||
      scoreOf(b) - scoreOf(a) ||
      a.source.at - b.source.at ||
      a.target.at - b.target.at,
  );
  const taken = new Set<AlignedColumn>();
  const pairs: ColumnPair[] = [];
  for (const pair of candidates) {
    if (taken.has(pair.source) || taken.has(pair.target)) continue;
    if (!pair.sure && !isThinkable(pair)) continue;
    taken.add(pair.source).add(pair.target);
    pairs.push(pair);
  }
  const alone = (['source', 'target'] as const).flatMap((side) =>
    (side === 'source' ? source : target)
      .filter((column) => !taken.has(column))
      .map((column) => ({
        side,
        column: column.name,
        near: candidates.find((pair) => pair[side] === column && share(pair.found.fit.agreement) > 0) ?? null,
      })),
  );
  pairs.sort((a, b) => a.source.at - b.source.at);
  return { pairs, alone };
}

function scoreOf({ found: { fit }, name }: ColumnPair): number {
  const { agreement } = fit;
  return share(agreement) * (0.4 + 0.6 * lift(agreement)) + 0.4 * name - fit.rank / 1000;
}

/** Whether nothing is left that a human would have to decide. */
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

const isThinkable = ({ found: { fit }, name }: ColumnPair): boolean =>
  share(fit.agreement) >= 0.6 ? lift(fit.agreement) >= 0.3 || name >= 0.5 : name >= 0.8;
