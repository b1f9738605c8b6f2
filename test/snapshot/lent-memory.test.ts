import { describe, expect, it } from 'vitest';
import { LentMemory } from '../../engine/snapshot/files/lent-memory.ts';

describe('memory that is lent again and again', () => {
  it('is never given to two at once, begins at multiples of eight, and is the same the second time', () => {
    const memory = new LentMemory();
    const taken = () => [5, 16, 1, 0, 7].map((length) => memory.take(length));
    taken();
    memory.again();
    const second = taken();
    expect(second.map(({ byteOffset }) => byteOffset)).toEqual([0, 8, 24, 32, 32]);
    expect(new Set(second.map(({ buffer }) => buffer)).size).toBe(1);
    memory.again();
    expect(taken().map(({ buffer }) => buffer)).toEqual(second.map(({ buffer }) => buffer));
  });

  it('is as long as it is asked for beyond what 32 bits tell', () => {
    const memory = new LentMemory();
    expect(memory.take(2 ** 31).length).toBe(2 ** 31);
    expect(memory.take(16).length).toBe(16);
  });
});
