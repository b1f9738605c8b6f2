import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyShared } from '../../engine/snapshot/files/copy-shared.ts';

const most = 2 ** 19 + 100;
const shared = new Uint8Array(new SharedArrayBuffer(most)).map((_, i) => (i * 31 + (i >> 8)) & 255);
const own = Uint8Array.from(shared);

const length = fc.oneof(
  fc.nat(40),
  fc.integer({ min: 2 ** 18 - 20, max: 2 ** 18 + 20 }),
  fc.integer({ min: 2 ** 19 - 20, max: 2 ** 19 + 20 }),
);

test('What is copied out of shared memory is there, wherever it begins, and nothing beside it is touched', () => {
  fc.assert(
    fc.property(length, fc.nat(20), fc.nat(20), fc.boolean(), (count, from, at, isShared) => {
      const target = new Uint8Array(at + count + 20).fill(99);
      copyShared((isShared ? shared : own).subarray(from, from + count), target, at);
      const expected = Buffer.alloc(target.length, 99);
      expected.set(own.subarray(from, from + count), at);
      expect(Buffer.compare(target, expected)).toBe(0);
    }),
    { numRuns: 60 },
  );
});
