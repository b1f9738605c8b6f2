import type { CellState } from '../../map/paint.ts';

/** A cell of a map that fills: 0 not seen yet, 1 equal, 2 differing. */
export const stateOfCell = (cell: number | undefined): CellState =>
  cell === 1 ? 'equal' : cell === 2 ? 'differs' : 'unseen';

/** Shares of a map's cells, 0 to 1. */
export function seen(cells: Uint8Array): {
  readonly equal: number;
  readonly differing: number;
  readonly share: number;
} {
  let [equal, differing] = [0, 0];
  for (const cell of cells) {
    if (cell === 1) equal++;
    if (cell === 2) differing++;
  }
  const all = Math.max(1, cells.length);
  return { equal: equal / all, differing: differing / all, share: (equal + differing) / all };
}
