import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from '../../../engine/evidence/spot/allocate.ts';

const sum = (all: readonly bigint[]): bigint => all.reduce((total, n) => total + n, 0n);
const asked = fc
  .array(fc.bigInt(1n, 10n ** 9n), { minLength: 1, maxLength: 40 })
  .chain((rows) => fc.record({ rows: fc.constant(rows), size: fc.bigInt(BigInt(rows.length), sum(rows)) }));

describe('The allocation of a stratified sample', () => {
  it('gives every stratum a row and none more than it has, and is as many rows as asked for', () => {
    fc.assert(
      fc.property(asked, ({ rows, size }) => {
        const given = allocate(rows, size);
        expect(sum(given)).toBe(size);
        given.forEach((n, i) => expect(n >= 1n && n <= rows[i]!).toBe(true));
      }),
    );
  });

  it('is in proportion beyond the first row, to less than one row', () => {
    fc.assert(
      fc.property(asked, ({ rows, size }) => {
        const strata = BigInt(rows.length);
        const beyond = sum(rows) - strata;
        allocate(rows, size).forEach((n, i) => {
          const off = (n - 1n) * beyond - (size - strata) * (rows[i]! - 1n);
          expect((off > -beyond && off < beyond) || beyond === 0n).toBe(true);
        });
      }),
    );
  });

  it('never gives a larger stratum fewer rows', () => {
    fc.assert(
      fc.property(asked, ({ rows, size }) => {
        const given = allocate(rows, size);
        rows.forEach((a, i) => rows.forEach((b, j) => expect(a > b && given[i]! < given[j]!).toBe(false)));
      }),
    );
  });

  it('is that of an example', () => {
    // 7 rows beyond the first of each, over 896 + 98 + 3: 6.29, 0.69 and 0.02.
    expect(allocate([897n, 99n, 4n], 10n)).toEqual([7n, 2n, 1n]);
    expect(allocate([1n, 1n], 2n)).toEqual([1n, 1n]);
    expect(allocate([3n, 3n], 3n)).toEqual([2n, 1n]);
  });
});
