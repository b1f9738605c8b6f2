import { writeFileSync } from 'node:fs';
import { scaledInteger } from '../../canonical/scaled-integer.ts';
import { entryCells, type CellsRequest } from './entry-cells.ts';

export interface GroupAmounts {
  /** An amount without its sign for each entry, in units of the column's last digit: `width` bytes, big-endian. */
  readonly path: string;
  readonly width: number;
  /** Decimal texts of units. */
  readonly total: string;
  readonly negativeTotal: string;
  readonly negatives: number;
  readonly zeros: number;
  readonly nulls: number;
}

/** What a group's entries weigh: the amounts of a column, exact at any size. */
export function groupAmounts(request: CellsRequest): GroupAmounts {
  const sizes: bigint[] = [];
  const found = { negatives: 0, zeros: 0, nulls: 0 };
  let [total, negativeTotal, largest] = [0n, 0n, 0n];
  for (const text of entryCells(request)) {
    const units = text === null ? 0n : scaledInteger(text).units;
    const size = units < 0n ? -units : units;
    if (text === null) found.nulls++;
    else if (units === 0n) found.zeros++;
    else if (units < 0n) {
      found.negatives++;
      negativeTotal += units;
    }
    total += size;
    if (size > largest) largest = size;
    sizes.push(size);
  }
  const width = Math.ceil(largest.toString(16).length / 2);
  const bytes = Buffer.alloc(sizes.length * width);
  sizes.forEach((size, i) => bytes.write(size.toString(16).padStart(width * 2, '0'), i * width, 'hex'));
  writeFileSync(request.out, bytes, { mode: 0o600, flag: 'wx' });
  return { path: request.out, width, total: String(total), negativeTotal: String(negativeTotal), ...found };
}
