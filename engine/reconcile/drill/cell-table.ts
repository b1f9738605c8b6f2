import type { Arena } from '../../kernel/arena.ts';
import type { TextCells } from '../../kernel/row-batch.ts';

/** Columns as the kernel's functions on pieces take them. */
export function cellTable(arena: Arena, cells: readonly TextCells[]): number {
  const table = arena.alloc(cells.length * 16);
  arena.u32(table, cells.length * 4).set(cells.flatMap(({ starts, ends, valid }) => [starts, ends, valid, 0]));
  return table;
}
