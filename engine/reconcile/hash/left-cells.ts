import type { ValueReader } from '../../canonical/read-value.ts';
import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn, RawCell, TextCells } from '../../kernel/row-batch.ts';

/** What a column's values did, row by row; arrays of u8 in kernel memory. */
export interface Marks {
  /** 1 where a value has no form. */
  readonly drop: number;
  /** 1 where a rule altered a value. */
  readonly altered: number;
}

export type OnFormless = (row: number, text: string) => void;

/** The most distinct values of a batch that are known by number: about 1.5 MiB of them. */
const most = 32_768;
const slotCount = most * 4;
/** Fewer rows are sooner read than numbered. */
const fewest = 64;
const none = 0xffff_ffff;

const readings = { form: 0, isNull: 1, formless: 2 };

/**
 * Reads what the kernel leaves of a column by the grammar of engine/canonical: once for each distinct value, as far as the
 * kernel numbers them, and then a row at a time.
 */
export class LeftCells {
  readonly #reader: ValueReader;
  readonly #onFormless: OnFormless;
  #texts = Buffer.allocUnsafe(1 << 16);
  #used = 0;
  /** Of each value read: where its text ends in #texts, what became of it, whether a rule altered it. */
  readonly #ends: number[] = [];
  readonly #became: number[] = [];
  readonly #altered: boolean[] = [];
  readonly #formless = new Map<number, string>();

  constructor(reader: ValueReader, onFormless: OnFormless) {
    this.#reader = reader;
    this.#onFormless = onFormless;
  }

  /** `left` is u8 a row, and `count` how many are set; what was read goes into the cells and the marks. */
  read(
    kernel: Kernel,
    arena: Arena,
    column: KernelColumn,
    cells: TextCells,
    rows: number,
    left: { readonly at: number; readonly count: number },
    marks: Marks,
  ): void {
    const wanted = arena.bytes(left.at, rows).slice();
    const valueOf = this.#numbered(kernel, arena, column, rows, left);
    for (let row = 0; row < rows; row++)
      if (wanted[row] !== 0 && valueOf[row] === none) valueOf[row] = this.#value(column.cell(row), 1);
    this.#place(arena, cells, rows, wanted, valueOf, marks);
  }

  /** For each row the number of its value, which has been read. */
  #numbered(
    kernel: Kernel,
    arena: Arena,
    column: KernelColumn,
    rows: number,
    left: { readonly at: number; readonly count: number },
  ): Uint32Array {
    if (column.kind === 'other' || left.count < fewest) return new Uint32Array(rows).fill(none);
    const mark = arena.mark();
    const [slots, hashes] = [arena.alloc(slotCount * 4), arena.alloc(most * 4)];
    const [firstsAt, countsAt, refs] = [arena.alloc(most * 4), arena.alloc(most * 4), arena.alloc(rows * 4)];
    const [first, second] = column.kind === 'text' ? [column.starts, column.ends] : [column.values, 0];
    const found = kernel.distinctCells(
      first,
      second,
      sizeOf(column.kind),
      left.at,
      rows,
      most,
      slots,
      slotCount,
      hashes,
      firstsAt,
      countsAt,
      refs,
    );
    const [firsts, counts] = [arena.u32(firstsAt, found).slice(), arena.u32(countsAt, found).slice()];
    const numbers = arena.u32(refs, rows).slice();
    arena.release(mark);
    for (let i = 0; i < found; i++) this.#value(column.cell(firsts[i]!), counts[i]!);
    return numbers;
  }

  /** Reads a value that `count` rows have; gives its number. */
  #value(cell: RawCell, count: number): number {
    const number = this.#ends.length;
    const before = count > 1 ? [...this.#reader.altered] : [];
    const text = isFormless(cell) ? undefined : this.#reader.read(cell);
    before.forEach((n, rule) => {
      if (this.#reader.altered[rule]! > n) this.#reader.altered[rule]! += count - 1;
    });
    this.#altered.push(!isFormless(cell) && this.#reader.lastAltered);
    this.#became.push(text === undefined ? readings.formless : text === null ? readings.isNull : readings.form);
    if (text === undefined) this.#formless.set(number, isFormless(cell) ? cell.formless : (cell ?? ''));
    else if (text !== null) this.#append(text);
    this.#ends.push(this.#used);
    return number;
  }

  #append(text: string): void {
    const room = this.#used + text.length * 3;
    if (room > this.#texts.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#texts.length * 2, room));
      grown.set(this.#texts.subarray(0, this.#used));
      this.#texts = grown;
    }
    this.#used += write(this.#texts, text, this.#used);
  }

  /** Moves what was read into kernel memory; views made before are void after the alloc. */
  #place(arena: Arena, cells: TextCells, rows: number, wanted: Uint8Array, valueOf: Uint32Array, marks: Marks): void {
    const base = arena.alloc(this.#used + 16);
    arena.bytes(base, this.#used).set(this.#texts.subarray(0, this.#used));
    const [starts, ends] = [arena.u32(cells.starts, rows), arena.u32(cells.ends, rows)];
    const valid = arena.bytes(cells.valid, rows);
    const [drop, altered] = [arena.bytes(marks.drop, rows), arena.bytes(marks.altered, rows)];
    for (let row = 0; row < rows; row++) {
      if (wanted[row] === 0) continue;
      const value = valueOf[row]!;
      const became = this.#became[value]!;
      starts[row] = base + (value === 0 ? 0 : this.#ends[value - 1]!);
      ends[row] = base + this.#ends[value]!;
      valid[row] = became === readings.form ? 1 : 0;
      if (this.#altered[value]!) altered[row] = 1;
      if (became !== readings.formless) continue;
      drop[row] = 1;
      this.#onFormless(row, this.#formless.get(value)!);
    }
  }
}

const sizeOf = (kind: Exclude<KernelColumn['kind'], 'other'>): 0 | 4 | 8 =>
  kind === 'text' ? 0 : kind === 'int32' || kind === 'date' ? 4 : 8;

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
