import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { createBLAKE3 } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { standAlone } from './stand-alone.ts';

const oracle = await createBLAKE3();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('the stand-alone verifier', () => {
  it('has a BLAKE3 of its own that says what hash-wasm says, at and around every border of a block and a chunk', () => {
    const lengths = [
      0, 1, 63, 64, 65, 127, 128, 1023, 1024, 1025, 2047, 2048, 2049, 3072, 3073, 4096, 5121, 7168, 8193, 31744, 102400,
    ];
    for (const length of lengths) {
      const bytes = Uint8Array.from({ length }, (_, i) => i % 251);
      expect([length, hex(standAlone.hashes.blake3(bytes))]).toEqual([length, oracle.init().update(bytes).digest()]);
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 5000 }),
        (bytes) => hex(standAlone.hashes.blake3(bytes)) === oracle.init().update(bytes).digest(),
      ),
    );
  });

  const text = readFileSync(new URL('../../verify/tallystick-verify.mjs', import.meta.url), 'utf8');
  it('needs nothing but Node and nothing beside it, and shares no line with the engine', () => {
    const imports = [...text.matchAll(/^import .* from '(.*)';$/gm)].map(([, name]) => name!);
    expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
    expect([...text.matchAll(/\bimport\((.*?)\)|\brequire\(/g)].map(([, name]) => name)).toEqual([]);
  });

  it('is to be read by people: under 700 lines, none of over 120 characters, half of them far shorter', () => {
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(700);
    expect(lines.filter(({ length }) => length > 120)).toEqual([]);
    const lengths = lines.map(({ length }) => length).sort((a, b) => a - b);
    expect(lengths[lengths.length >> 1]).toBeLessThanOrEqual(84);
  });
});
