import { scaledInteger } from '../../canonical/scaled-integer.ts';
import type { CanonicalType } from '../../canonical/types.ts';

export interface Tolerance {
  readonly type: CanonicalType;
  /** Exact decimal text, not negative. */
  readonly tolerance: string;
}

/**
 * |a - b| in units of the column's last digit where it is at most the tolerance, else null. Exact: nothing is rounded.
 * NULL is equal to NULL alone, so a NULL beside a number is never within (formats.md section 6).
 */
export function withinTolerance(column: Tolerance | null, a: string | null, b: string | null): bigint | null {
  if (column === null || a === null || b === null) return null;
  const scale = column.type.kind === 'decimal' ? column.type.scale : 0;
  const difference = scaledInteger(a).units - scaledInteger(b).units;
  const by = difference < 0n ? -difference : difference;
  const limit = scaledInteger(column.tolerance);
  return by * 10n ** BigInt(limit.scale) <= limit.units * 10n ** BigInt(scale) ? by : null;
}
