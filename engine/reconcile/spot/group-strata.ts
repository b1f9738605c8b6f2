import { writeFileSync } from 'node:fs';
import { entryCells, type CellsRequest } from './entry-cells.ts';

/** A stratum's number in its group, 32 bits little-endian. */
export const stratumBytes = 4;

export interface GroupStrata {
  /** A stratum for each entry. */
  readonly path: string;
  readonly strata: readonly { readonly value: string | null; readonly rows: number }[];
}

/** Sorts a group's entries into strata by a column's values; null where there are more of them than `most`. */
export function groupStrata(request: CellsRequest & { readonly most: number }): GroupStrata | null {
  const numbers = new Map<string | null, number>();
  const rows: number[] = [];
  const written: number[] = [];
  for (const value of entryCells(request)) {
    let number = numbers.get(value);
    if (number === undefined) {
      if (numbers.size === request.most) return null;
      numbers.set(value, (number = rows.length));
      rows.push(0);
    }
    rows[number]!++;
    written.push(number);
  }
  writeFileSync(request.out, Uint32Array.from(written), { mode: 0o600, flag: 'wx' });
  return { path: request.out, strata: [...numbers].map(([value, number]) => ({ value, rows: rows[number]! })) };
}
