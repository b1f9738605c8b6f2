import { closeSync, openSync } from 'node:fs';
import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn, RowBatch } from '../../kernel/row-batch.ts';
import { ColumnSink, type Spare } from './column-sink.ts';
import { directColumns, type DirectColumn } from './direct-column.ts';
import { NotDirect } from './not-direct.ts';
import { layPage } from './page-bytes.ts';
import { footerOnce } from './footer-once.ts';
import type { ColumnChunk } from './parquet-footer.ts';
import { readInto } from '../files/read-exactly.ts';
import { ThriftReader, type ThriftStruct } from './thrift-compact.ts';

/** A row group is held whole and decompressed: larger ones are staged. */
const mostGroupBytes = 512 * 2 ** 20;
const mostGroupRows = 2 ** 24;
/** What a row takes until its entry is stored, for each column and beside them, in bytes: more than it does. */
const columnBytes = 40;
const rowBytes = 160;
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
    // Of bytes and uuids the hex is made beside them.
    const hex = wanted.reduce(
      (sum, { kind }, c) => (kind === 'bytes' || kind === 'uuid' ? sum + 2 * chunks[c]!.plainBytes + rows * 4 : sum),
      0,
    );
    const spare = { bytes: share - 2 * bytes - hex - rows * (rowBytes + columnBytes * names.length) };
    if (spare.bytes < 0) throw new NotDirect(`a row group of ${this.#name} may take more memory than a worker has`);
    if (bytes > mostGroupBytes || rows > mostGroupRows)
      throw new NotDirect(`a row group of ${this.#name} is too large`);
    // Where columns lie as they are stored, one after the other: what their pages hold is moved away.
    const stored = arena.alloc(Math.max(0, ...chunks.map((chunk) => chunk.bytes)) + 16);
    return {
      rows,
      firstRow,
      columns: wanted.map((column, c) => this.#column(kernel, arena, column, chunks[c]!, stored, rows, spare)),
    };
  }

  #column(
    kernel: Kernel,
    arena: Arena,
    column: DirectColumn,
    chunk: ColumnChunk,
    from: number,
    rows: number,
    spare: Spare,
  ): KernelColumn {
    readInto(this.#fd, chunk.start, arena.bytes(from, chunk.bytes));
    const sink = new ColumnSink(kernel, arena, column, rows, spare);
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
