import { describe, expect, it } from 'vitest';
import { LargestFirst } from '../../engine/snapshot/duckdb/largest-first.ts';

describe('Seats that the largest work takes first', () => {
  it('are each used by one piece of work at a time, and those that wait come by size, equal ones in the order of asking', async () => {
    const seats = new LargestFirst(['a', 'b']);
    const used = new Set<string>();
    const begun: number[] = [];
    const work = (size: number, i: number) =>
      seats.use(async (seat) => {
        expect(used.has(seat)).toBe(false);
        used.add(seat);
        begun.push(i);
        await new Promise(setImmediate);
        used.delete(seat);
        return size * 2;
      }, size);
    const sizes = [3, 1, 5, 9, 5, 0, 9];
    expect(await Promise.all(sizes.map(work))).toEqual(sizes.map((size) => size * 2));
    expect(begun).toEqual([0, 1, 3, 6, 2, 4, 5]);
  });

  it('are free again after work that failed', async () => {
    const seats = new LargestFirst(['only']);
    const failing = seats.use(() => Promise.reject(new Error('the first')), 0);
    const next = seats.use((seat) => Promise.resolve(seat), 0);
    await expect(failing).rejects.toThrow('the first');
    expect(await next).toBe('only');
  });
});
