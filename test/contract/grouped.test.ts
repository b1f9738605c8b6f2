import fc from 'fast-check';
import { expect, it } from 'vitest';
import { counted, grouped, groupedDecimal } from '../../contract/grouped.ts';

it('A whole number is grouped as Intl groups it, and one of millions of digits as well', () => {
  fc.assert(
    fc.property(fc.bigInt(), (number) => {
      expect(grouped(number)).toBe(number.toLocaleString('en-US'));
    }),
  );
  expect(grouped('+1234')).toBe('+1,234');
  expect(grouped(0)).toBe('0');
  expect(grouped('1'.repeat(9_000_001))).toHaveLength(12_000_001);
});

it('An amount has its whole part in groups and its fraction as it is; what is no decimal text stays as it is', () => {
  expect(groupedDecimal('-12400.0700')).toBe('-12,400.0700');
  expect(groupedDecimal('0.12345')).toBe('0.12345');
  for (const text of ['', '1e5', '.5', '12 400', '1,000', '9'.repeat(401)]) expect(groupedDecimal(text)).toBe(text);
});

it('A count stands beside its unit, one or many', () => {
  expect(counted('1', 'row')).toBe('1 row');
  expect(counted(0, 'row')).toBe('0 rows');
  expect(counted(10_000_000_000n, 'entry', 'entries')).toBe('10,000,000,000 entries');
});
