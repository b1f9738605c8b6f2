import { ceilQuotient } from './ceil-quotient.ts';

/** The factor is an integer over this. */
export const factorScale = 10n ** 60n;
/** Terms below it are taken together. */
const least = 10n ** 10n;

/**
 * -ln(1 - confidence), which auditors know as the confidence factor (2.9957… for 95 %), times 10^60 and never less than
 * it is. As 2 artanh(p / q) for p = confidence and q = 200 - confidence: the terms of its series are positive, and each
 * is rounded up.
 */
export function confidenceFactor(confidence: bigint): bigint {
  const [p, q] = [confidence, 200n - confidence];
  let sum = 0n;
  let power = ceilQuotient(factorScale * p, q);
  for (let n = 1n; power > least; n += 2n) {
    sum += ceilQuotient(power, n);
    power = ceilQuotient(power * p * p, q * q);
  }
  const rest = ceilQuotient(power * q * q, q * q - p * p); // no less than all terms that are left
  return 2n * (sum + rest);
}
