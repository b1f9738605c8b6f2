import { describe, expect, it } from 'vitest';
import { progressText } from '../../cli/progress-line.ts';

describe('A line of progress', () => {
  it('says step, share, rate and what is left of the time', () => {
    expect(progressText({ step: 'stage', done: 250_000, total: 1_000_000, unit: 'rows' }, 10)).toBe(
      'stage        ██████░░░░░░░░░░░░░░░░░░ 250,000 of 1,000,000 rows  25,000 rows/s  30 s left',
    );
    expect(progressText({ step: 'open', done: 3 << 20, total: 4 << 20, unit: 'bytes' }, 0.1)).toBe(
      'open         ██████████████████░░░░░░ 3.0 MiB of 4.0 MiB',
    );
  });

  it('says no rate that rounds to nothing, and what is left all the same', () => {
    expect(progressText({ step: 'drill', done: 1, total: 2, unit: 'tables' }, 60)).toBe(
      'drill        ████████████░░░░░░░░░░░░ 1 of 2 tables  1 min 0 s left',
    );
  });

  it('shows no bar where the end is not known, and none that is longer than whole', () => {
    expect(progressText({ step: 'compare', done: 512, total: null, unit: 'buckets' }, 2)).toBe(
      'compare      512 buckets  256 buckets/s',
    );
    expect(progressText({ step: 'drill', done: 0, total: 0, unit: 'tables', detail: 'accounts' }, 2)).toBe(
      'drill accounts 0 tables',
    );
    expect(progressText({ step: 'verify', done: 1, total: null, unit: 'checks' }, 0.1)).toBe('verify       1 check');
    expect(progressText({ step: 'hash', done: 12, total: 10, unit: 'rows' }, 1)).toContain('█'.repeat(24));
  });
});
