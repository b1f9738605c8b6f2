/**
 * How many rows each stratum gives: one each, and the rest in proportion to what they have beyond that one, by largest
 * remainder, exactly; of equal remainders the first stratum's goes first. `size` is neither less than there are strata,
 * none of which is empty, nor more than all their rows; so no stratum gives more than it has.
 */
export function allocate(rows: readonly bigint[], size: bigint): bigint[] {
  const strata = BigInt(rows.length);
  const beyond = rows.reduce((sum, n) => sum + n, 0n) - strata;
  if (beyond === 0n) return rows.map(() => 1n);
  const shares = rows.map((n) => (size - strata) * (n - 1n));
  const given = shares.map((share) => 1n + share / beyond);
  const left = size - given.reduce((sum, n) => sum + n, 0n);
  const byRemainder = shares
    .map((share, i) => ({ i, remainder: share % beyond }))
    .sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1));
  for (const { i } of byRemainder.slice(0, Number(left))) given[i]! += 1n;
  return given;
}
