import { describe, expect, it } from 'vitest';
import { BucketCells } from '../../engine/workspace/runs/bucket-cells.ts';

describe('the map of a table’s buckets', () => {
  it('tells of each range what was seen of it, and of what was not yet seen nothing', () => {
    const map = new BucketCells(3);
    map.add({ depth: 3, first: 4, count: 4, differing: Uint32Array.of(6) });
    expect([...map.cells]).toEqual([0, 0, 0, 0, 1, 1, 2, 1]);
    map.add({ depth: 3, first: 0, count: 4, differing: Uint32Array.of(0, 3) });
    expect([...map.cells]).toEqual([2, 1, 1, 2, 1, 1, 2, 1]);
  });

  it('has one cell for several buckets of a deep tree, which differs where one of them does', () => {
    const map = new BucketCells(14);
    map.add({ depth: 14, first: 8192, count: 8192, differing: Uint32Array.of(8195, 16_383) });
    expect([map.cells.length, map.cells[0], map.cells[2048], map.cells[2049], map.cells[4095]]).toEqual([
      4096, 0, 2, 1, 2,
    ]);
  });
});
