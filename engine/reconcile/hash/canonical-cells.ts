import { compileReading } from '../../canonical/read-value.ts';
import type { CanonicalType, Reading } from '../../canonical/types.ts';
import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn, TextCells } from '../../kernel/row-batch.ts';
import { formlessMark } from '../../snapshot/raw-column.ts';
import { prepareColumn } from './before-grammar.ts';
import { kernelForm } from './kernel-form.ts';
import { LeftCells, type Marks, type OnFormless } from './left-cells.ts';

export type { Marks } from './left-cells.ts';

/** Turns one side's column, batch by batch, into canonical cells: texts bare, all others as section 1 writes them. */
export class CanonicalCells {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #type: CanonicalType;
  readonly #reading: Reading;
  readonly #reader: ReturnType<typeof compileReading>;

  constructor(kernel: Kernel, arena: Arena, type: CanonicalType, reading: Reading) {
    this.#kernel = kernel;
    this.#arena = arena;
    this.#type = type;
    this.#reading = reading;
    this.#reader = compileReading(type, reading);
  }

  /** How many values each of the reading's rules has altered so far, in their order. */
  get altered(): readonly number[] {
    return this.#reader.altered;
  }

  read(column: KernelColumn, rows: number, marks: Marks, onFormless: OnFormless): TextCells {
    const arena = this.#arena;
    const left = arena.alloc(rows);
    arena.bytes(left, rows).fill(0);
    const prepared = prepareColumn(this.#kernel, arena, this.#type, this.#reading, column, rows, left);
    const form = prepared && kernelForm(this.#type, prepared.reading, prepared.column);
    let cells: TextCells;
    let mayBeLeft = true;
    if (form !== null) {
      const formed = form(this.#kernel, arena, rows, left);
      cells = formed.cells;
      const isAsRead = prepared!.column === column;
      if (this.#type.kind === 'text' && column.kind === 'text' && column.isUtf8 !== true && isAsRead)
        this.#kernel.markedTexts(cells.starts, cells.ends, cells.valid, rows, formlessMark, left);
      else mayBeLeft = formed.leftOver > 0 || !isAsRead;
    } else {
      cells = this.#ownCells(column, rows);
      arena.bytes(left, rows).set(arena.bytes(cells.valid, rows));
    }
    const count = mayBeLeft ? ones(arena.bytes(left, rows)) : 0;
    if (form !== null && prepared!.trimmed !== 0) this.#countTrimmed(prepared!.trimmed, left, rows, marks);
    if (count > 0)
      new LeftCells(this.#reader, onFormless).read(
        this.#kernel,
        arena,
        column,
        cells,
        rows,
        { at: left, count },
        marks,
      );
    return cells;
  }

  /** Cells for what is read a value at a time; of a column that the kernel does not see any row may be one. */
  #ownCells(column: KernelColumn, rows: number): TextCells {
    const own = { starts: this.#arena.alloc(rows * 4), ends: this.#arena.alloc(rows * 4) };
    if (column.kind !== 'other') return { ...own, valid: column.valid };
    const valid = this.#arena.alloc(rows);
    this.#arena.bytes(valid, rows).fill(1);
    return { ...own, valid };
  }

  /** Rows that are left are counted by the grammar. */
  #countTrimmed(trimmedAt: number, leftAt: number, rows: number, marks: Marks): void {
    const [trimmed, left] = [this.#arena.bytes(trimmedAt, rows), this.#arena.bytes(leftAt, rows)];
    const altered = this.#arena.bytes(marks.altered, rows);
    for (let row = 0; row < rows; row++) {
      if (trimmed[row] === 0 || left[row] !== 0) continue;
      altered[row] = 1;
      this.#reader.altered[0]!++;
    }
  }
}

function ones(bytes: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) count += bytes[i]!;
  return count;
}
