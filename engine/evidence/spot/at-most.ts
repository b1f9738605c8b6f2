import { confidenceFactor, factorScale } from './confidence-factor.ts';

/**
 * Whether the chance that none of the `wrong` rows is among the `drawn` of `rows` is more than 1 - confidence. It is
 * C(rows - wrong, drawn) / C(rows, drawn), and compared in whole numbers.
 */
function couldBeUnseen(rows: bigint, drawn: bigint, wrong: bigint, confidence: bigint): boolean {
  // The two numbers can be exchanged: the fewer factors.
  const [few, many] = drawn < wrong ? [drawn, wrong] : [wrong, drawn];
  let [none, all] = [100n, 100n - confidence];
  for (let i = 0n; i < few; i++) {
    none *= rows - many - i;
    all *= rows - i;
  }
  return none > all;
}

/**
 * The most rows that can be wrong, with this confidence, if none of those drawn at random without replacement is: the
 * hypergeometric upper limit. With one more the chance to have seen none would be 1 - confidence or less.
 */
export function wrongRowsAtMost(rows: bigint, drawn: bigint, confidence: bigint): bigint {
  let [most, tooMany] = [0n, rows - drawn + 1n];
  while (tooMany - most > 1n) {
    const middle = (most + tooMany) / 2n;
    if (couldBeUnseen(rows, drawn, middle, confidence)) most = middle;
    else tooMany = middle;
  }
  return most;
}

export interface DrawnStratum {
  readonly rows: bigint;
  readonly drawn: bigint;
}

/**
 * The same of strata, each drawn from by itself, wherever the wrong rows are. The chance to see none is at most
 * exp(-sum of wrong * drawn / rows), so that sum stays below the confidence factor; most wrong rows fit into it where
 * least was drawn.
 */
export function wrongRowsAtMostInStrata(strata: readonly DrawnStratum[], confidence: bigint): bigint {
  let left = confidenceFactor(confidence);
  let wrong = 0n;
  const byShare = [...strata].sort((a, b) => Number(a.drawn * b.rows - b.drawn * a.rows));
  for (const { rows, drawn } of byShare) {
    const fit = (left * rows) / (factorScale * drawn);
    const unseen = rows - drawn;
    if (fit <= unseen) return wrong + fit;
    wrong += unseen;
    left -= (unseen * drawn * factorScale) / rows;
  }
  return wrong;
}

/**
 * The most that wrong rows can hold of `rest`, the amounts below the interval total / size, if none that the sieve drew
 * is wrong: the Poisson upper limit. Each is drawn with a chance of amount * size / total or more, by itself, so that all
 * of them are missed with a chance of exp(-their amounts * size / total) at most.
 */
export function wrongAmountAtMost(total: bigint, size: bigint, rest: bigint, confidence: bigint): bigint {
  const limit = (confidenceFactor(confidence) * total) / (factorScale * size);
  return limit < rest ? limit : rest;
}
