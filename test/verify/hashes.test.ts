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
      expect([length, hex(standAlone.blake3(bytes))]).toEqual([length, oracle.init().update(bytes).digest()]);
    }
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 5000 }),
        (bytes) => hex(standAlone.blake3(bytes)) === oracle.init().update(bytes).digest(),
      ),
    );
  });

  it('is one file of under 700 lines that needs nothing but Node, and shares no line with the engine', () => {
    const text = readFileSync(new URL('../../verify/tallystick-verify.mjs', import.meta.url), 'utf8');
    expect(text.trimEnd().split('\n').length).toBeLessThan(700);
    const imports = [...text.matchAll(/^import .* from '(.*)';$/gm)].map(([, name]) => name!);
    expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
    expect(text).not.toMatch(/\bimport\(|\brequire\(/);
  });
});
