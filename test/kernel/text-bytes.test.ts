import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import { kernel } from './hash-batch.ts';

function textBytes(lengths: readonly (number | null)[]): number {
  const arena = new Arena(kernel);
  const rows = lengths.length;
  const [starts, ends, valid] = [arena.alloc(rows * 4), arena.alloc(rows * 4), arena.alloc(rows)];
  lengths.forEach((length, row) => {
    arena.u32(starts, rows)[row] = 1000;
    arena.u32(ends, rows)[row] = length === null ? 7 : 1000 + length;
    arena.bytes(valid, rows)[row] = length === null ? 0 : 1;
  });
  return kernel.textBytes(starts, ends, valid, rows);
}

describe('the bytes of the texts of a column', () => {
  it('are the sum of their lengths, whatever stands at a NULL', () => {
    const length = fc.option(fc.nat(100_000));
    fc.assert(
      fc.property(fc.array(length), (lengths) => {
        expect(textBytes(lengths)).toBe(lengths.reduce<number>((sum, one) => sum + (one ?? 0), 0));
      }),
    );
  });

  it('are more than the memory holds where rows have a long text of a dictionary in common', () => {
    expect(textBytes(Array.from({ length: 100 }, () => 500_000_000))).toBe(50_000_000_000);
  });
});
