import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import { kernel } from './hash-batch.ts';

describe('bytes as hex', () => {
  it('are what Node writes, of any length, NULLs aside', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.uint8Array({ maxLength: 70 })), { maxLength: 20 }), (values) => {
        const arena = new Arena(kernel);
        const rows = values.length;
        const [starts, ends, valid] = [arena.alloc(rows * 4), arena.alloc(rows * 4), arena.alloc(rows)];
        values.forEach((bytes, row) => {
          const at = arena.alloc((bytes?.length ?? 0) + 16);
          arena.bytes(at, bytes?.length ?? 0).set(bytes ?? []);
          arena.u32(starts, rows)[row] = at;
          arena.u32(ends, rows)[row] = at + (bytes?.length ?? 0);
          arena.bytes(valid, rows)[row] = bytes === null ? 0 : 1;
        });
        kernel.bytesToHex(starts, ends, valid, rows, arena.alloc(rows * 150 + 16));
        const texts = values.map((bytes, row) => {
          const [from, to] = [arena.u32(starts, rows)[row]!, arena.u32(ends, rows)[row]!];
          return bytes === null ? null : Buffer.from(arena.bytes(from, to - from)).toString('latin1');
        });
        expect(texts).toEqual(
          values.map((bytes) => (bytes === null ? null : `0x${Buffer.from(bytes).toString('hex')}`)),
        );
      }),
    );
  });
});
