import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  wrongAmountAtMost,
  wrongRowsAtMost,
  wrongRowsAtMostInStrata,
  type DrawnStratum,
} from '../../../engine/evidence/spot/at-most.ts';
import { confidenceFactor, factorScale } from '../../../engine/evidence/spot/confidence-factor.ts';

const choose = (n: bigint, k: bigint): bigint => {
  if (k < 0n || k > n) return 0n;
  let value = 1n;
  for (let i = 0n; i < k; i++) value = (value * (n - i)) / (i + 1n);
  return value;
};
/** Whether the chance to see none of `wrong` is more than 1 - confidence, exactly. */
const likely = ({ rows, drawn }: DrawnStratum, wrong: bigint, confidence: bigint): boolean =>
  choose(rows - wrong, drawn) * 100n > (100n - confidence) * choose(rows, drawn);
const confidence = fc.bigInt(50n, 99n);
const stratum = (most: bigint) =>
  fc.bigInt(1n, most).chain((rows) => fc.record({ rows: fc.constant(rows), drawn: fc.bigInt(1n, rows) }));

describe('The confidence factor', () => {
  it('is -ln(1 - confidence), never less than it is and to fifty digits no more', () => {
    // Cut after sixty digits by Python's decimal module.
    const known = {
      50: 693147180559945309417232121458176568075500134360255254120680n,
      80: 1609437912434100374600759333226187639525601354268517721912647n,
      95: 2995732273553990993435223576142540775676601622989028230154007n,
      99: 4605170185988091368035982909368728415202202977257545952066655n,
    };
    for (const [c, cut] of Object.entries(known)) {
      const over = confidenceFactor(BigInt(c)) - cut;
      expect(over > 0n && over < 10n ** 12n).toBe(true);
    }
    for (let c = 50n; c <= 99n; c++)
      expect(Number(confidenceFactor(c)) / Number(factorScale)).toBeCloseTo(-Math.log(1 - Number(c) / 100), 12);
  });
});

describe('What a random sample without a wrong row can conclude', () => {
  it('is the hypergeometric limit: one row more would have been seen with the confidence asked for', () => {
    fc.assert(
      fc.property(stratum(400n), confidence, (one, c) => {
        const most = wrongRowsAtMost(one.rows, one.drawn, c);
        expect(likely(one, most, c)).toBe(true);
        expect(likely(one, most + 1n, c)).toBe(false);
      }),
    );
  });

  it('is what tables of attribute sampling say: 59 rows of many leave 5 %, 299 leave 1 %', () => {
    const many = 10n ** 9n;
    expect(wrongRowsAtMost(many, 59n, 95n) * 100n <= 5n * many).toBe(true);
    expect(wrongRowsAtMost(many, 58n, 95n) * 100n > 5n * many).toBe(true);
    expect(wrongRowsAtMost(many, 299n, 95n) * 100n <= many).toBe(true);
    expect(wrongRowsAtMost(many, 298n, 95n) * 100n > many).toBe(true);
  });

  it('is nothing where every row was drawn, and everything but one where one of many was', () => {
    expect(wrongRowsAtMost(60n, 60n, 95n)).toBe(0n);
    expect(wrongRowsAtMost(100n, 1n, 95n)).toBe(94n);
    expect(wrongRowsAtMost(1n, 1n, 99n)).toBe(0n);
  });

  it('of strata is no less than any spread of wrong rows that could have stayed unseen', () => {
    const strata = fc.array(stratum(12n), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(strata, confidence, (all, c) => {
        const most = wrongRowsAtMostInStrata(all, c);
        for (const spread of spreads(all)) {
          let [none, of] = [1n, 1n];
          all.forEach(({ rows, drawn }, i) => {
            none *= choose(rows - spread[i]!, drawn);
            of *= choose(rows, drawn);
          });
          const unseen = none * 100n > (100n - c) * of;
          if (unseen) expect(spread.reduce((sum, n) => sum + n, 0n) <= most).toBe(true);
        }
        expect(most <= all.reduce((sum, { rows, drawn }) => sum + rows - drawn, 0n)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('of strata that give the same share is close to that of one sample', () => {
    const strata = Array.from({ length: 10 }, () => ({ rows: 10_000n, drawn: 30n }));
    expect(wrongRowsAtMost(100_000n, 300n, 95n)).toBe(992n);
    expect(wrongRowsAtMostInStrata(strata, 95n)).toBe(998n);
  });
});

function* spreads(strata: readonly DrawnStratum[]): Generator<bigint[]> {
  const [first, ...rest] = strata;
  if (first === undefined) {
    yield [];
    return;
  }
  for (let wrong = 0n; wrong <= first.rows - first.drawn; wrong++)
    for (const others of spreads(rest)) yield [wrong, ...others];
}

describe('What a monetary sample without a wrong row can conclude', () => {
  it('is no less than what any rows hold that could all have stayed unseen', () => {
    const ledger = fc.record({
      amounts: fc.array(fc.bigInt(1n, 50n), { minLength: 1, maxLength: 9 }),
      size: fc.bigInt(1n, 12n),
    });
    fc.assert(
      fc.property(ledger, confidence, ({ amounts, size }, c) => {
        const total = amounts.reduce((sum, n) => sum + n, 0n);
        const below = amounts.filter((n) => n * size < total);
        const rest = below.reduce((sum, n) => sum + n, 0n);
        const most = wrongAmountAtMost(total, size, rest, c);
        for (let subset = 0; subset < 2 ** below.length; subset++) {
          const wrong = below.filter((_, i) => ((subset >> i) & 1) === 1);
          let [missed, of] = [1n, 1n];
          for (const own of wrong) {
            missed *= total - own * size;
            of *= total;
          }
          if (missed * 100n > (100n - c) * of) expect(wrong.reduce((sum, n) => sum + n, 0n) <= most).toBe(true);
        }
      }),
    );
  });

  it('is the interval times 2.9957 at 95 %', () => {
    expect(wrongAmountAtMost(10n ** 12n, 60n, 10n ** 12n, 95n)).toBe(49_928_871_225n);
    expect(wrongAmountAtMost(10n ** 12n, 2n, 10n ** 6n, 95n)).toBe(10n ** 6n);
  });
});
