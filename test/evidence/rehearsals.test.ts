import fc from 'fast-check';
import { expect, it } from 'vitest';
import { common, movementOf } from '../../engine/evidence/rehearsals/tally.ts';

it('What moved adds up: new, persisting and back make what is there, gone and persisting what was', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { minLength: 2, maxLength: 6 }), fc.nat(5), (counts, same) => {
      const to = counts.length - 1;
      const moved = movementOf(counts, to, same);
      expect(moved.new + moved.persisting + moved.back).toBe(BigInt(counts[to]!));
      expect(moved.gone + moved.persisting).toBe(BigInt(counts[to - 1]!));
      expect(moved.altered).toBeLessThanOrEqual(moved.persisting);
      for (const count of Object.values(moved)) expect(count).toBeGreaterThanOrEqual(0n);
      if (to === 1) expect(moved.back).toBe(0n);
    }),
  );
});

it('What two lists have in common is their multiset intersection', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const of = (list: readonly string[], text: string) => list.filter((one) => one === text).length;
      const shared = ['a', 'b', 'c'].reduce((sum, text) => sum + Math.min(of(a, text), of(b, text)), 0);
      expect(common(a, b)).toBe(shared);
    }),
  );
});
