import { closeSync, openSync } from 'node:fs';
import type { Arena } from '../kernel/arena.ts';
import { torn, type Kernel } from '../kernel/kernel.ts';
import type { KernelColumn, RowBatch } from '../kernel/row-batch.ts';
import { directCell } from './direct-cell.ts';
import { directColumns, type DirectColumn } from './direct-column.ts';
import { NotDirect } from './not-direct.ts';
import { layPage } from './page-bytes.ts';
import { footerOnce } from './footer-once.ts';
import type { ColumnChunk } from './parquet-footer.ts';
import { readInto } from './read-exactly.ts';
import { ThriftReader, type ThriftStruct } from './thrift-compact.ts';

/** A row group is held whole and decompressed: larger ones are staged. */
const mostGroupBytes = 512 * 2 ** 20;
const mostGroupRows = 2 ** 24;
/** What a row takes until its entry is stored, for each column and beside them, in bytes: more than it does. */
const columnBytes = 40;
const rowBytes = 160;
const encodings = { plain: 0, plainDictionary: 2, dictionary: 8 };
const pages = { data: 0, dictionary: 2, dataV2: 3 };

/** Reads row groups of a Parquet export without DuckDB, into kernel memory. Throws NotDirect for what it does not read. */
export class DirectParquet {
  readonly groups: readonly { readonly rows: number }[];
  readonly #fd: number;
  readonly #name: string;
  readonly #chunks: readonly (readonly ColumnChunk[])[];
  readonly #columns: ReadonlyMap<string, DirectColumn>;

  constructor(path: string, name: string) {
    const footer = footerOnce(path, name);
    this.groups = footer.groups;
    this.#chunks = footer.groups.map(({ chunks }) => chunks);
    this.#columns = directColumns(footer);
    this.#name = name;
    this.#fd = openSync(path, 'r');
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** Throws NotDirect, also where what is made of the row group may take more than `share` bytes. */
  readGroup(
    kernel: Kernel,
    arena: Arena,
    group: number,
    names: readonly string[],
    firstRow: number,
    share: number,
  ): RowBatch {
    const { rows } = this.groups[group]!;
    const wanted = names.map((name) => {
      const column = this.#columns.get(name);
      if (column === undefined) throw new NotDirect(`column "${name}" of ${this.#name} is of a type that is staged`);
      return column;
    });
    const chunks = wanted.map(({ chunk }) => this.#chunks[group]![chunk]!);
    const bytes = chunks.reduce((sum, chunk) => sum + Math.max(chunk.plainBytes, chunk.bytes), 0);
    if (chunks.some((chunk) => !(chunk.start >= 0 && chunk.bytes >= 0))) throw new NotDirect('a footer is damaged');
    if (2 * bytes + rows * (rowBytes + columnBytes * names.length) > share)
      throw new NotDirect(`a row group of ${this.#name} may take more memory than a worker has`);
    if (bytes > mostGroupBytes || rows > mostGroupRows)
      throw new NotDirect(`a row group of ${this.#name} is too large`);
    // Where columns lie as they are stored, one after the other: what their pages hold is moved away.
    const stored = arena.alloc(Math.max(0, ...chunks.map((chunk) => chunk.bytes)) + 16);
    return {
      rows,
      firstRow,
      columns: wanted.map((column, c) => this.#column(kernel, arena, column, chunks[c]!, stored, rows)),
    };
  }

  #column(
    kernel: Kernel,
    arena: Arena,
    column: DirectColumn,
    chunk: ColumnChunk,
    from: number,
    rows: number,
  ): KernelColumn {
    readInto(this.#fd, chunk.start, arena.bytes(from, chunk.bytes));
    const sink = new ColumnSink(kernel, arena, column, rows);
    for (let at = 0, row = 0; row < rows;) {
      const reader = new ThriftReader(arena.bytes(from, chunk.bytes), at);
      const header = reader.struct();
      const size = Number(header.get(2));
      const stored = Number(header.get(3));
      if (!(size >= 0 && size <= mostGroupBytes && stored >= 0 && stored <= chunk.bytes - reader.offset))
        throw new NotDirect('a page header is damaged');
      const page = { at: from + reader.offset, bytes: stored };
      at = reader.offset + stored;
      const type = header.get(1);
      if (type === pages.dictionary) {
        const own = header.get(7) as ThriftStruct;
        sink.dictionary(layPage(kernel, arena, page, chunk.codec, size), size, Number(own.get(1)));
      } else if (type === pages.data) {
        const own = header.get(5) as ThriftStruct;
        const start = layPage(kernel, arena, page, chunk.codec, size);
        row = sink.page(start, start + size, null, Number(own.get(2)), row, Number(own.get(1)));
      } else if (type === pages.dataV2) {
        const own = header.get(8) as ThriftStruct;
        const levels = Number(own.get(5));
        if (Number(own.get(6)) !== 0 || !(levels >= 0 && levels <= Math.min(stored, size)))
          throw new NotDirect('a page header is damaged');
        const levelsAt = arena.alloc(levels + 16);
        arena.bytes(levelsAt, levels).set(arena.bytes(page.at, levels));
        const codec = own.get(7) === false ? 0 : chunk.codec;
        const values = { at: page.at + levels, bytes: stored - levels };
        const start = layPage(kernel, arena, values, codec, size - levels);
        const ends = { at: levelsAt, end: levelsAt + levels };
        row = sink.page(start, start + size - levels, ends, Number(own.get(4)), row, Number(own.get(1)));
      } else throw new NotDirect('a page is of a kind that is staged');
    }
    return sink.finish();
  }
}

const check = (answer: number): number => {
  if (answer === torn) throw new NotDirect('a page does not add up');
  return answer;
};

/** A column of a row group as its pages arrive. */
class ColumnSink {
  readonly #kernel: Kernel;
  readonly #arena: Arena;
  readonly #column: DirectColumn;
  readonly #rows: number;
  readonly #size: 4 | 8;
  readonly #valid: number;
  /** Of texts: starts and ends; of values: values alone. */
  readonly #first: number;
  readonly #second: number;
  readonly #words: number;
  #dictionary: { readonly size: number; readonly first: number; readonly second: number } | null = null;

  constructor(kernel: Kernel, arena: Arena, column: DirectColumn, rows: number) {
    this.#kernel = kernel;
    this.#arena = arena;
    this.#column = column;
    this.#rows = rows;
    this.#size = column.kind === 'int32' || column.kind === 'date' || column.kind === 'float' ? 4 : 8;
    this.#valid = arena.alloc(rows);
    arena.bytes(this.#valid, rows).fill(1);
    const texts = column.kind === 'text' || column.kind === 'bool';
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
    else throw new NotDirect(`a page is in encoding ${encoding}`);
    return row + count;
  }

  finish(): KernelColumn {
    const { kind } = this.#column;
    const valid = this.#valid;
    const [first, second, rows] = [this.#first, this.#second, this.#rows];
    const cell = directCell(this.#arena, this.#column, { first, second, valid });
    switch (kind) {
      case 'text':
      case 'bool':
        return { kind: 'text', starts: first, ends: second, valid, cell };
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
      if (kernel.areAscii(at, end) === 0 && kernel.areUtf8(first, second, valid, count) === 0)
        throw new NotDirect('a text is not UTF-8');
    } else if (kind === 'bool')
      check(kernel.booleans(at, end, valid, count, this.#words, this.#words + 4, first, second));
    else if (kind === 'fixed') check(kernel.fixedIntegers(at, end, this.#column.width, valid, count, first));
    else check(kernel.plainValues(at, end, valid, count, this.#size, first));
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
      if (this.#column.kind === 'text')
        this.#kernel.gatherTexts(refs, count, dictionary.first, dictionary.second, first, second);
      else this.#kernel.gatherValues(refs, count, this.#size, dictionary.first, first);
    }
    this.#arena.release(mark);
  }
}
