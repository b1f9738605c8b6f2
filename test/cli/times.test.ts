import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpiry, parseTime } from '../../cli/sizes.ts';

describe('A time on the command line', () => {
  it.each([
    ['2026-01-31T02:10:00Z', '2026-01-31T02:10:00Z'],
    ['2024-02-29T23:59:59.000Z', '2024-02-29T23:59:59Z'],
    ['2026-01-01T00:30:00+02:00', '2025-12-31T22:30:00Z'],
  ])('%s is %s', (written, time) => {
    expect(parseTime(written)).toBe(time);
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2026-06-31T10:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:59:60Z',
    '2026-01-01T00:00:00.5Z',
    '2026-01-01T00:00:00.0004Z',
    '2026-01-01T00:00:00',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01',
    ' 2026-01-01T00:00:00Z',
  ])('%s is none, and never taken for another', (written) => {
    expect(() => parseTime(written)).toThrow(InvalidArgumentError);
  });

  it('is a day that there is, to its end, or none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }), (month, day) => {
        const written = `2027-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const days = new Date(Date.UTC(2027, month, 0)).getUTCDate();
        if (day <= days) expect(parseExpiry(written)).toBe(`${written}T23:59:59Z`);
        else expect(() => parseExpiry(written)).toThrow(InvalidArgumentError);
      }),
      { numRuns: 400 },
    );
  });
});
