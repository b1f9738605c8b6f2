import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import { torn } from '../../engine/kernel/kernel.ts';
import { loadKernel } from '../../workers/load-kernel.ts';

const kernel = loadKernel()!;

type Piece = { readonly literal: Uint8Array } | { readonly offset: number; readonly length: number };

/** Snappy's raw format, written from its description. */
function written(pieces: readonly Piece[]): { readonly stream: Uint8Array; readonly plain: Uint8Array } {
  const plain: number[] = [];
  const body: number[] = [];
  for (const piece of pieces) {
    if ('literal' in piece) {
      const { length } = piece.literal;
      if (length <= 60) body.push((length - 1) << 2);
      else if (length <= 256) body.push(60 << 2, length - 1);
      else body.push(61 << 2, (length - 1) & 255, (length - 1) >> 8);
      body.push(...piece.literal);
      plain.push(...piece.literal);
      continue;
    }
    if (plain.length === 0) continue;
    const offset = ((piece.offset - 1) % plain.length) + 1;
    const { length } = piece;
    if (length >= 4 && length <= 11 && offset < 2048)
      body.push(1 | ((length - 4) << 2) | ((offset >> 8) << 5), offset & 255);
    else if (length % 2 === 0) body.push(2 | ((length - 1) << 2), offset & 255, offset >> 8);
    else body.push(3 | ((length - 1) << 2), offset & 255, offset >> 8, 0, 0);
    for (let i = 0; i < length; i++) plain.push(plain[plain.length - offset]!);
  }
  const size: number[] = [];
  for (let left = plain.length; ; left >>= 7) {
    size.push((left & 127) | (left > 127 ? 128 : 0));
    if (left <= 127) break;
  }
  return { stream: Uint8Array.from([...size, ...body]), plain: Uint8Array.from(plain) };
}

/** What the kernel makes of it, and whether it wrote more than 15 bytes past the end. */
function unsnapped(stream: Uint8Array, size: number) {
  const arena = new Arena(kernel);
  const from = arena.alloc(stream.length + 16);
  const out = arena.alloc(size + 16);
  const guard = arena.alloc(16);
  arena.bytes(from, stream.length).set(stream);
  arena.bytes(guard, 16).fill(7);
  const answer = kernel.unsnap(from, from + stream.length, out, size);
  return {
    answer,
    plain: arena.bytes(out, size).slice(),
    kept: arena.bytes(guard, 16).every((byte) => byte === 7),
  };
}

const literal = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 70 }),
  fc.uint8Array({ minLength: 200, maxLength: 700 }),
);
const piece = fc.oneof(
  literal.map((bytes) => ({ literal: bytes })),
  fc.record({
    offset: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5000 })),
    length: fc.integer({ min: 1, max: 64 }),
  }),
);
const pieces = fc.array(piece, { minLength: 1, maxLength: 60 });

describe('snappy pages in the kernel', () => {
  it('become what their description says, whatever overlaps itself', () => {
    fc.assert(
      fc.property(pieces, (given) => {
        const { stream, plain } = written(given);
        expect(unsnapped(stream, plain.length)).toEqual({ answer: 0, plain, kept: true });
      }),
      { numRuns: 1000 },
    );
  });

  it('that are cut, or claim another size, are refused', () => {
    fc.assert(
      fc.property(pieces, fc.nat(), (given, cut) => {
        const { stream, plain } = written(given);
        fc.pre(plain.length > 0);
        const short = unsnapped(stream.subarray(0, cut % stream.length), plain.length);
        expect([short.answer, short.kept]).toEqual([torn, true]);
        expect(unsnapped(stream, plain.length + 1).answer).toBe(torn);
      }),
    );
  });

  it('with any byte altered never write past their end', () => {
    fc.assert(
      fc.property(pieces, fc.nat(), fc.nat(255), (given, at, byte) => {
        const { stream, plain } = written(given);
        stream[at % stream.length] = byte;
        expect(unsnapped(stream, plain.length).kept).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
