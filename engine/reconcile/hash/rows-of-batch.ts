import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn, RowBatch } from '../../kernel/row-batch.ts';

/** Some rows of a batch as columns of their own: what is done with them is not done with all. `at` counts in the batch. */
export function rowsOfBatch(kernel: Kernel, arena: Arena, batch: RowBatch, at: Uint32Array): readonly KernelColumn[] {
  const count = at.length;
  const rows = arena.alloc(count * 4);
  arena.u32(rows, count).set(at);
  return batch.columns.map((column) => {
    const cell = (i: number) => column.cell(at[i]!);
    if (column.kind === 'other') return { ...column, cell };
    const valid = arena.alloc(count);
    kernel.gatherBytes(rows, count, column.valid, valid);
    if (column.kind === 'text') {
      const [starts, ends] = [arena.alloc(count * 4), arena.alloc(count * 4)];
      kernel.gatherTexts(rows, count, column.starts, column.ends, starts, ends);
      return { kind: 'text', starts, ends, valid, cell };
    }
    const size = column.kind === 'int32' || column.kind === 'date' ? 4 : 8;
    const values = arena.alloc(count * size);
    kernel.gatherValues(rows, count, size, column.values, values);
    return { ...column, values, valid, cell };
  });
}
