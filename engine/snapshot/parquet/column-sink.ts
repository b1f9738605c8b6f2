import type { Arena } from '../../kernel/arena.ts';
import { torn, type Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn } from '../../kernel/row-batch.ts';
import { directCell } from './direct-cell.ts';
import type { DirectColumn } from './direct-column.ts';
import { NotDirect } from './not-direct.ts';

const encodings = {
  plain: 0,
  plainDictionary: 2,
  runs: 3,
  deltas: 5,
  deltaLengths: 6,
  deltaTexts: 7,
  dictionary: 8,
  split: 9,
};
const integers: readonly DirectColumn['kind'][] = ['int32', 'int64', 'date', 'time'];
/** Kinds that are laid as texts. */
const written: readonly DirectColumn['kind'][] = ['text', 'bool', 'bytes', 'uuid'];

/** No page has more text than that. */
const mostDeltaBytes = 512 * 2 ** 20;

/** What a row group may still take beyond what its footer tells. */
export interface Spare {
  bytes: number;
}

const check = (answer: number): number => {
  if (answer === torn) throw new NotDirect('a page does not add up');
  return answer;
};

/** A column of a row group as its pages arrive. */
export class ColumnSink {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #column: DirectColumn;
  readonly #rows: number;
  readonly #spare: Spare;
  readonly #size: 4 | 8;
  readonly #valid: number;
  /** Of texts: starts and ends; of values: values alone. */
  readonly #first: number;
  readonly #second: number;
  readonly #words: number;
  #dictionary: { readonly size: number; readonly first: number; readonly second: number } | null = null;

  constructor(kernel: Kernel, arena: Arena, column: DirectColumn, rows: number, spare: Spare) {
    this.#spare = spare;
    this.#kernel = kernel;
    this.#arena = arena;
    this.#column = column;
    this.#rows = rows;
    this.#size = column.kind === 'int32' || column.kind === 'date' || column.kind === 'float' ? 4 : 8;
    this.#valid = arena.alloc(rows);
    arena.bytes(this.#valid, rows).fill(1);
    const texts = written.includes(column.kind);
    this.#first = arena.alloc(rows * (texts ? 4 : this.#size));
    this.#second = texts ? arena.alloc(rows * 4) : 0;
    this.#words = arena.alloc(16);
    arena.bytes(this.#words, 9).set(Buffer.from('truefalse'));
  }

  dictionary(at: number, size: number, count: number): void {
    if (!(count >= 0 && count <= size) || this.#column.kind === 'bool') throw new NotDirect('a dictionary is damaged');
    const all = this.#arena.alloc(count);
    this.#arena.bytes(all, count).fill(1);
    const first = this.#arena.alloc(count * 8);
    const second = this.#arena.alloc(count * 4);
    this.#values(at, at + size, all, count, first, second);
    this.#dictionary = { size: count, first, second };
  }

  /** Takes a data page of `count` rows from `row` on; gives the row after its last. */
  page(
    at: number,
    end: number,
    levels: { readonly at: number; readonly end: number } | null,
    encoding: number,
    row: number,
    count: number,
  ): number {
    if (!(count > 0 && count <= this.#rows - row)) throw new NotDirect('a page holds more rows than its row group');
    const valid = this.#valid + row;
    if (this.#column.optional) {
      if (levels === null) {
        if (end - at < 4) throw new NotDirect('a page is cut');
        const length = new DataView(this.#kernel.memory.buffer).getUint32(at, true);
        if (length > end - at - 4) throw new NotDirect('a page is cut');
        check(this.#kernel.levels(at + 4, at + 4 + length, valid, count));
        at += 4 + length;
      } else check(this.#kernel.levels(levels.at, levels.end, valid, count));
    }
    const texts = this.#second !== 0;
    const first = this.#first + row * (texts ? 4 : this.#size);
    const second = this.#second + row * 4;
    if (encoding === encodings.plain) this.#values(at, end, valid, count, first, second);
    else if (encoding === encodings.dictionary || encoding === encodings.plainDictionary)
      this.#looked(at, end, valid, count, first, second);
    else this.#packed(encoding, at, end, valid, count, first, second);
    return row + count;
  }

  finish(): KernelColumn {
    const { kind } = this.#column;
    const valid = this.#valid;
    const [first, second, rows] = [this.#first, this.#second, this.#rows];
    const cell = directCell(this.#arena, this.#column, { first, second, valid });
    switch (kind) {
      case 'text':
      case 'bytes':
      case 'uuid':
      case 'bool':
        return { kind: 'text', starts: first, ends: second, valid, cell, isUtf8: true };
      case 'float': {
        const wide = this.#arena.alloc(rows * 8);
        this.#kernel.widenFloats(first, rows, wide);
        return { kind: 'double', values: wide, valid, cell };
      }
      case 'double':
      case 'date':
        return { kind, values: first, valid, cell };
      case 'int32':
      case 'int64':
        return { kind, digits: this.#column.digits, values: first, valid, cell };
      case 'fixed':
        return { kind: 'int64', digits: this.#column.digits, values: first, valid, cell };
      case 'time':
        return { kind, unit: this.#column.unit, instant: this.#column.instant, values: first, valid, cell };
    }
  }

  #values(at: number, end: number, valid: number, count: number, first: number, second: number): void {
    const { kind } = this.#column;
    const kernel = this.#kernel;
    if (kind === 'text') {
      check(kernel.plainTexts(at, end, valid, count, first, second));
      // Lengths below 128 are bytes as ASCII's are, so that most pages are judged as one.
      if (kernel.areAscii(at, end) === 0) this.#judgeTexts(valid, count, first, second);
    } else if (kind === 'bytes') {
      check(kernel.plainTexts(at, end, valid, count, first, second));
      this.#toHex(valid, count, first, second, end - at);
    } else if (kind === 'uuid') {
      const out = this.#arena.alloc(count * 36 + 16);
      check(kernel.plainUuids(at, end, valid, count, out, first, second));
    } else if (kind === 'bool')
      check(kernel.booleans(at, end, valid, count, this.#words, this.#words + 4, first, second));
    else if (kind === 'fixed') check(kernel.fixedIntegers(at, end, this.#column.width, valid, count, first));
    else check(kernel.plainValues(at, end, valid, count, this.#size, first));
  }

  #judgeTexts(valid: number, count: number, first: number, second: number): void {
    if (this.#kernel.areUtf8(first, second, valid, count) === 0) throw new NotDirect('a text is not UTF-8');
  }

  /** Bytes, so many in all, as `0x` and hex. */
  #toHex(valid: number, count: number, first: number, second: number, bytes: number): void {
    this.#kernel.bytesToHex(first, second, valid, count, this.#arena.alloc(bytes * 2 + count * 2 + 16));
  }

  /** Encodings that writers of version 2 prefer. */
  #packed(
    encoding: number,
    at: number,
    end: number,
    valid: number,
    count: number,
    first: number,
    second: number,
  ): void {
    const { kind } = this.#column;
    const kernel = this.#kernel;
    if (kind === 'bool' && encoding === encodings.runs)
      check(kernel.booleanRuns(at, end, valid, count, this.#words, this.#words + 4, first, second));
    else if ((kind === 'text' || kind === 'bytes') && encoding === encodings.deltaLengths) {
      check(kernel.deltaLengthTexts(at, end, valid, count, first, second));
      if (kind === 'bytes') this.#toHex(valid, count, first, second, end - at);
      else this.#judgeTexts(valid, count, first, second);
    } else if (kind === 'text' && encoding === encodings.deltaTexts) {
      // They say only where they differ from the one before: how much they come to is not in the footer.
      const bytes = check(
        kernel.deltaTextBytes(at, end, valid, count, first, Math.min(this.#spare.bytes, mostDeltaBytes)),
      );
      this.#spare.bytes = Math.max(0, this.#spare.bytes - bytes - 16);
      const out = this.#arena.alloc(bytes + 16);
      check(kernel.deltaTexts(at, end, valid, count, out, first, second));
      this.#judgeTexts(valid, count, first, second);
    } else if ((kind === 'double' || kind === 'float') && encoding === encodings.split)
      check(kernel.splitValues(at, end, valid, count, this.#size, first));
    else if (integers.includes(kind) && encoding === encodings.deltas)
      check(kernel.deltaValues(at, end, valid, count, this.#size, first));
    else throw new NotDirect(`a page is in encoding ${encoding}`);
  }

  #looked(at: number, end: number, valid: number, count: number, first: number, second: number): void {
    const dictionary = this.#dictionary;
    if (dictionary === null || end - at < 1) throw new NotDirect('a page refers to a dictionary that is not there');
    const width = this.#arena.bytes(at, 1)[0]!;
    const mark = this.#arena.mark();
    const refs = this.#arena.alloc(count * 4);
    check(this.#kernel.references(at + 1, end, width, valid, count, dictionary.size, refs));
    // A page of NULLs alone may come with an empty dictionary: nothing is looked up.
    if (dictionary.size > 0) {
      if (this.#second !== 0) this.#kernel.gatherTexts(refs, count, dictionary.first, dictionary.second, first, second);
      else this.#kernel.gatherValues(refs, count, this.#size, dictionary.first, first);
    }
    this.#arena.release(mark);
  }
}
