import { share } from '../fit/agreement.ts';
import type { AlignedColumn } from '../rows/aligned-column.ts';
import type { AlignedRows } from '../rows/align-rows.ts';
import { byLikelihood, isThinkable, type ColumnPair } from './column-pair.ts';
import { Pairing } from './pairing.ts';
import { settledPairs } from './settled-pairs.ts';

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
  rows: AlignedRows,
  keyed: readonly (readonly [source: number, target: number])[],
): AssignedColumns {
  const pairing = new Pairing(rows, keyed);
  const pairs = settledPairs(pairing);
  const taken = new Set(pairs.flatMap(({ source, target }) => [source, target]));
  const settled = new Set(taken);
  const free = (columns: readonly AlignedColumn[]) => columns.filter((column) => !taken.has(column));

  const candidates = pairing.candidates(free(rows.source), free(rows.target)).sort(byLikelihood);
  for (const pair of candidates) {
    if (taken.has(pair.source) || taken.has(pair.target) || !isThinkable(pair)) continue;
    taken.add(pair.source).add(pair.target);
    pairs.push(pair);
  }

  // What is left alone may be nearest to a column that was settled before anything was held against it.
  const before = (columns: readonly AlignedColumn[]) => columns.filter((column) => settled.has(column));
  const all = [
    ...candidates,
    ...pairing.candidates(free(rows.source), before(rows.target)),
    ...pairing.candidates(before(rows.source), free(rows.target)),
  ].sort(byLikelihood);
  const alone = (['source', 'target'] as const).flatMap((side) =>
    free(rows[side]).map((column) => ({
      side,
      column: column.name,
      near: all.find((pair) => pair[side] === column && share(pair.found.fit.agreement) > 0) ?? null,
    })),
  );
  return { pairs: pairs.sort((a, b) => a.source.at - b.source.at), alone };
}
