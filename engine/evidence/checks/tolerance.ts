import { scaledInteger } from '../../canonical/scaled-integer.ts';
import type { CanonicalType } from '../../canonical/types.ts';

/** |a - b| in units of the column's last digit where the tolerance allows it, else null; NULL is equal to NULL alone. */
export function toleratedUnits(
  type: CanonicalType,
  tolerance: string | null,
  a: string | null,
  b: string | null,
): bigint | null {
  if (tolerance === null || a === null || b === null) return null;
  const [left, right, limit] = [scaledInteger(a), scaledInteger(b), scaledInteger(tolerance)];
  const apart = left.units < right.units ? right.units - left.units : left.units - right.units;
  const fits = apart * 10n ** BigInt(limit.scale) <= limit.units * 10n ** BigInt(scaleOf(type));
  return fits ? apart : null;
}

/** Digits after the point of a numeric column. */
export const scaleOf = (type: CanonicalType): number => (type.kind === 'decimal' ? type.scale : 0);
