import { describe, expect, it } from 'vitest';
import { inTurns } from '../../engine/reconcile/run/in-turns.ts';

describe('Work in turns', () => {
  it('is all done, never more of it at once than was said, and no item is made before its turn', async () => {
    let [made, running, most] = [0, 0, 0];
    const items = function* () {
      for (let i = 0; i < 50; i++) {
        made++;
        yield i;
      }
    };
    const results = await inTurns(items(), 3, async (item) => {
      most = Math.max(most, ++running);
      expect(made).toBeLessThanOrEqual(item + 3);
      await new Promise(setImmediate);
      running--;
      return item * 2;
    });
    expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i * 2));
    expect(most).toBe(3);
  });

  it('stops after a failure, and tells it when what runs has ended', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const work = inTurns([0, 1, 2, 3, 4, 5, 6, 7], 2, async (item) => {
      begun.push(item);
      await new Promise(setImmediate);
      if (item === 2) throw new Error('the third');
      ended.push(item);
    });
    await expect(work).rejects.toThrow('the third');
    expect(begun).toEqual([0, 1, 2, 3]);
    expect(ended).toEqual([0, 1, 3]);
  });
});
