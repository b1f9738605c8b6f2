import { createHash } from 'node:crypto';
import { blake3 } from 'hash-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadHash } from '../../engine/tree/hashes.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('H', () => {
  it.each(['sha256', 'blake3'] as const)('%s is the same in short, in chunks and while it grows', async (name) => {
    const hash = await loadHash(name);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 }), async (chunks) => {
        const whole = Buffer.concat(chunks);
        const oracle = name === 'sha256' ? createHash('sha256').update(whole).digest('hex') : await blake3(whole);
        expect(hex(hash.digestShort(whole))).toBe(oracle);
        expect(hex(hash.digest(...chunks))).toBe(oracle);
        const digester = hash.start();
        for (const chunk of chunks) digester.update(chunk);
        expect(hex(digester.digest())).toBe(oracle);
      }),
    );
  });

  it.each(['sha256', 'blake3'] as const)('%s keeps two digests in the making apart', async (name) => {
    const hash = await loadHash(name);
    const [one, two] = [hash.start(), hash.start()];
    one.update(Buffer.from('a'));
    two.update(Buffer.from('x'));
    hash.digestShort(Buffer.from('between'));
    one.update(Buffer.from('b'));
    two.update(Buffer.from('y'));
    expect(hex(one.digest())).toBe(hex(hash.digest(Buffer.from('ab'))));
    expect(hex(two.digest())).toBe(hex(hash.digest(Buffer.from('xy'))));
  });
});
