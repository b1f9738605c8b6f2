import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawKey, Ranks } from '../../../engine/evidence/spot/draw-key.ts';
import { newDraw } from '../../../engine/evidence/spot/spot.ts';
import { loadHash, type Hash } from '../../../engine/tree/hashes.ts';

let sha256: Hash;
beforeAll(async () => {
  sha256 = await loadHash('sha256');
});
const root = 'a'.repeat(64);
const keyOf = (seed: string) => drawKey(sha256, newDraw({ column: null, method: 'random', root, seed }));
const digestOf = (n: number) => createHash('sha256').update(String(n)).digest();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('The rank of a row', () => {
  it('is what printf and sha256sum make of the draw, the row digest and the number of the row among its equals', () => {
    const text = `{"column":null,"method":"random","root":"${root}","seed":"x","type":"tallystick/spot/v1"}`;
    const key = keyOf('x');
    expect(hex(key)).toBe(createHash('sha256').update(text).digest('hex'));
    for (const occurrence of [1, 2, 10, 12_345_678]) {
      const line = `${hex(key)}\n${hex(digestOf(7))}\n${occurrence}`;
      const bytes = Buffer.concat([Buffer.alloc(3), digestOf(7)]);
      expect(hex(new Ranks(sha256, key).of(bytes, 3, occurrence))).toBe(
        createHash('sha256').update(line).digest('hex'),
      );
    }
  });

  it('gives each row the same chance: over 5,000 seeds each of 20 rows is among the lowest five a quarter of the time', () => {
    const drawn = Array.from({ length: 20 }, () => 0);
    for (let seed = 0; seed < 5000; seed++) {
      const ranks = new Ranks(sha256, keyOf(String(seed)));
      const order = drawn.map((_, n) => ({ n, rank: hex(ranks.of(digestOf(n), 0, 1)) }));
      order.sort((a, b) => (a.rank < b.rank ? -1 : 1));
      for (const { n } of order.slice(0, 5)) drawn[n]!++;
    }
    // Five standard deviations of 1,250; the seeds are fixed, and so is the answer.
    for (const times of drawn) expect(Math.abs(times - 1250)).toBeLessThan(5 * Math.sqrt(5000 * 0.25 * 0.75));
  });
});
