import type { Arena } from '../../kernel/arena.ts';
import type { TextCells } from '../../kernel/row-batch.ts';

/** One text of a column by itself, NULL as null: what the kernel leaves to JavaScript. */
export const textCell =
  (arena: Arena, { starts, ends, valid }: TextCells) =>
  (row: number): string | null => {
    if (arena.bytes(valid + row, 1)[0] === 0) return null;
    const view = arena.view();
    const start = view.getUint32(starts + row * 4, true);
    const bytes = arena.bytes(start, view.getUint32(ends + row * 4, true) - start);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  };
