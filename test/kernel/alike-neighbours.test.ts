import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import { kernel } from './hash-batch.ts';

test('Messages are left out where they are the same as the one before, and get its digest', () => {
  const message = fc.oneof(
    fc.constantFrom('', 'a', 'ab', 'x'.repeat(16), 'x'.repeat(17), `${'x'.repeat(16)}y`),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      const arena = new Arena(kernel);
      const count = messages.length;
      const [starts, lengths, numbers] = [arena.alloc(count * 4), arena.alloc(count * 4), arena.alloc(count * 4)];
      const digests = arena.alloc(count * 32);
      const texts = messages.map((text) => {
        const bytes = Buffer.from(text);
        const at = arena.alloc(bytes.length + 17) + 1;
        arena.bytes(at, bytes.length).set(bytes);
        return { at, length: bytes.length };
      });
      arena.u32(starts, count).set(texts.map(({ at }) => at));
      arena.u32(lengths, count).set(texts.map(({ length }) => length));

      const stay = kernel.joinAlike(starts, lengths, count, numbers);
      const stayed = texts.filter((_, i) => i === 0 || messages[i] !== messages[i - 1]);
      expect([...arena.u32(starts, stay)]).toEqual(stayed.map(({ at }) => at));
      expect([...arena.u32(lengths, stay)]).toEqual(stayed.map(({ length }) => length));

      stayed.forEach((_, i) => arena.bytes(digests + i * 32, 32).fill(i + 1));
      kernel.spreadDigests(digests, count, numbers);
      let number = 0;
      messages.forEach((text, i) => {
        if (i === 0 || text !== messages[i - 1]) number++;
        expect([...new Set(arena.bytes(digests + i * 32, 32))]).toEqual([number]);
      });
    }),
  );
});
