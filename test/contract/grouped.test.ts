import fc from 'fast-check';
import { expect, it } from 'vitest';
import { grouped } from '../../contract/grouped.ts';

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
