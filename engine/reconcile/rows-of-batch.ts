import type { Arena } from '../kernel/arena.ts';
import type { KernelColumn, RowBatch } from '../kernel/row-batch.ts';

/** Some rows of a batch as columns of their own: what is done with them is not done with all. `at` counts in the batch. */
export function rowsOfBatch(arena: Arena, batch: RowBatch, at: Uint32Array): readonly KernelColumn[] {
  return batch.columns.map((column) => {
    const cell = (i: number) => column.cell(at[i]!);
    if (column.kind === 'other') return { ...column, cell };
    const valid = gathered(arena, column.valid, at, 1, batch.rows);
    if (column.kind === 'text') {
      const starts = gathered(arena, column.starts, at, 4, batch.rows);
      return { kind: 'text', starts, ends: gathered(arena, column.ends, at, 4, batch.rows), valid, cell };
    }
    const size = column.kind === 'int32' || column.kind === 'date' ? 4 : 8;
    return { ...column, values: gathered(arena, column.values, at, size, batch.rows), valid, cell };
  });
}

function gathered(arena: Arena, from: number, at: Uint32Array, size: 1 | 4 | 8, rows: number): number {
  const to = arena.alloc(at.length * size);
  const [all, some] = [arena.bytes(from, rows * size), arena.bytes(to, at.length * size)];
  at.forEach((row, i) => some.set(all.subarray(row * size, (row + 1) * size), i * size));
  return to;
}
