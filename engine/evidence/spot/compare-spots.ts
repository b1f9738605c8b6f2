import { jcsText } from '../../canonical/jcs.ts';
import { firstDifference } from '../checks/first-difference.ts';
import type { Spot } from '../../../contract/spot.ts';

export interface Redrawn {
  /** Where the sample first is another than it is drawn again; null where it is the same. */
  readonly differs: string | null;
  /** Rows that stand at another place: the export holds the same rows in other files or another order. */
  readonly moved: number;
}

/** Judges a sample against the same draw made again. */
export function compareSpots(given: Spot, again: Spot): Redrawn {
  const [mine, other] = [withoutPlaces(given), withoutPlaces(again)];
  if (jcsText(mine) !== jcsText(other)) return { differs: firstDifference(mine, other) ?? 'its form', moved: 0 };
  const moved = given.rows.filter(({ file, row }, i) => file !== again.rows[i]!.file || row !== again.rows[i]!.row);
  return { differs: null, moved: moved.length };
}

const withoutPlaces = (spot: Spot) => ({
  ...spot,
  rows: spot.rows.map((row) => ({ ...row, file: '', row: '' })),
});
