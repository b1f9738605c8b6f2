import { compileReading } from '../canonical/read-value.ts';
import type { CanonicalType, Reading } from '../canonical/types.ts';
import type { Arena } from '../kernel/arena.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { KernelColumn, RawCell, TextCells } from '../kernel/row-batch.ts';
import { formlessMark } from '../snapshot/raw-column.ts';
import { kernelForm } from './kernel-form.ts';

/** What a column's values did, row by row; arrays of u8 in kernel memory. */
export interface Marks {
  /** 1 where a value has no form. */
  readonly drop: number;
  /** 1 where a rule altered a value. */
  readonly altered: number;
}

export type OnFormless = (row: number, text: string) => void;

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
    const left = this.#arena.alloc(rows);
    const form = kernelForm(this.#type, this.#reading, column);
    if (form === null) {
      this.#arena.bytes(left, rows).fill(1);
      const cells = this.#ownCells(rows);
      this.#readLeft(column, cells, rows, left, marks, onFormless);
      return cells;
    }
    this.#arena.bytes(left, rows).fill(0);
    const { cells, leftOver } = form(this.#kernel, this.#arena, rows, left);
    const marked =
      this.#type.kind === 'text' && column.kind === 'text'
        ? this.#kernel.markedTexts(cells.starts, cells.ends, cells.valid, rows, formlessMark, left)
        : 0;
    if (leftOver + marked > 0) this.#readLeft(column, cells, rows, left, marks, onFormless);
    return cells;
  }

  #ownCells(rows: number): TextCells {
    return { starts: this.#arena.alloc(rows * 4), ends: this.#arena.alloc(rows * 4), valid: this.#arena.alloc(rows) };
  }

  /** The rows that are left, a row at a time by the grammar of engine/canonical. */
  #readLeft(
    column: KernelColumn,
    cells: TextCells,
    rows: number,
    leftAt: number,
    marks: Marks,
    onFormless: OnFormless,
  ): void {
    const left = this.#arena.bytes(leftAt, rows);
    const valid = this.#arena.bytes(cells.valid, rows);
    const drop = this.#arena.bytes(marks.drop, rows);
    const altered = this.#arena.bytes(marks.altered, rows);
    const starts = new Uint32Array(rows);
    const ends = new Uint32Array(rows);
    let texts = Buffer.allocUnsafe(1 << 16);
    let used = 0;
    for (let row = 0; row < rows; row++) {
      if (left[row] === 0) continue;
      const cell = column.cell(row);
      const text = isFormless(cell) ? undefined : this.#reader.read(cell);
      if (!isFormless(cell) && this.#reader.lastAltered) altered[row] = 1;
      valid[row] = text === undefined || text === null ? 0 : 1;
      starts[row] = ends[row] = used;
      if (text === undefined) {
        drop[row] = 1;
        onFormless(row, isFormless(cell) ? cell.formless : (cell ?? ''));
      } else if (text !== null) {
        if (used + text.length * 3 > texts.length) {
          const grown = Buffer.allocUnsafe(Math.max(texts.length * 2, used + text.length * 3));
          grown.set(texts.subarray(0, used));
          texts = grown;
        }
        ends[row] = used += write(texts, text, used);
      }
    }
    this.#place(cells, left.slice(), starts, ends, texts.subarray(0, used));
  }

  /** Moves what was read into kernel memory; views made before are void after the alloc. */
  #place(cells: TextCells, left: Uint8Array, starts: Uint32Array, ends: Uint32Array, texts: Uint8Array): void {
    const base = this.#arena.alloc(texts.length + 16);
    this.#arena.bytes(base, texts.length).set(texts);
    const [allStarts, allEnds] = [this.#arena.u32(cells.starts, left.length), this.#arena.u32(cells.ends, left.length)];
    for (let row = 0; row < left.length; row++) {
      if (left[row] === 0) continue;
      allStarts[row] = base + starts[row]!;
      allEnds[row] = base + ends[row]!;
    }
  }
}

const isFormless = (cell: RawCell): cell is { readonly formless: string } => cell !== null && typeof cell === 'object';

/** Canonical texts are short and mostly ASCII, where a loop beats a call into the runtime. */
function write(texts: Buffer, text: string, at: number): number {
  const { length } = text;
  if (length > 40) return texts.write(text, at, 'utf8');
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return texts.write(text, at, 'utf8');
    texts[at + i] = code;
  }
  return length;
}
