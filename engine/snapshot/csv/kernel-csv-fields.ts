import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { TextCells } from '../../kernel/row-batch.ts';
import type { KernelDialect } from './kernel-dialect.ts';

const states = ['more', 'full', 'refused'] as const;

/** How a reading of records ended: `more` bytes are needed, `full` of rows, or the bytes are no table of this width. */
export interface FieldsRead {
  readonly state: (typeof states)[number];
  readonly rows: number;
  /** Bytes of whole records. */
  readonly consumed: number;
}

/** The kernel's splitting of CSV records into text columns (workers/kernel/csv-fields.ts), with memory for `limit` rows. */
export class KernelCsvFields {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #plan: number;
  /** The wanted fields' columns, in the order asked for; a field asked for twice is one column twice. */
  readonly columns: readonly TextCells[];

  constructor(
    kernel: Kernel,
    arena: Arena,
    { delimiter, quote, escape }: KernelDialect,
    width: number,
    wanted: readonly number[],
    limit: number,
  ) {
    this.#kernel = kernel;
    this.#arena = arena;
    this.#plan = arena.alloc(32);
    const table = arena.alloc(width * 12);
    const escaped = arena.alloc(width * 4);
    const made = new Map<number, TextCells>();
    this.columns = wanted.map((field) => {
      const column = made.get(field) ?? textCells(arena, limit);
      made.set(field, column);
      return column;
    });
    arena.u32(this.#plan, 8).set([0, 0, delimiter, quote, escape, width, table, escaped]);
    const slots = arena.u32(table, width * 3).fill(0);
    for (const [field, { starts, ends, valid }] of made) slots.set([starts, ends, valid], field * 3);
  }

  /** Reads whole records, at most `rows`, from bytes of kernel memory, 63 more of which may be read. */
  read(at: number, length: number, final: boolean, rows: number): FieldsRead {
    const state = states[this.#kernel.csvFields(this.#plan, at, length, final ? 1 : 0, rows)]!;
    const [read, consumed] = this.#arena.u32(this.#plan, 2);
    return state === 'refused' ? { state, rows: 0, consumed: 0 } : { state, rows: read!, consumed: consumed! };
  }
}

/** Memory for `rows` texts. */
export function textCells(arena: Arena, rows: number): TextCells {
  return { starts: arena.alloc(rows * 4), ends: arena.alloc(rows * 4), valid: arena.alloc(rows) };
}
