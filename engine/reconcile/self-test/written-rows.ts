import { TextColumnBuilder, type PlainColumn } from '../../snapshot/parquet/plain-column.ts';
import { PlainParquetWriter } from '../../snapshot/parquet/plain-parquet-writer.ts';
import type { RawValue } from './alterations.ts';

/** A raw value; bytes where it is marked as having no form. */
export type Cell = RawValue | Uint8Array;

/** A row as it was drawn, or with one of its values made another. */
export interface WrittenRow {
  readonly values: readonly Cell[];
  readonly altered?: { readonly index: number; readonly to: RawValue };
}

const groupBytes = 1 << 24;
/** What a cell takes beside its bytes. */
const cellBytes = 16;

/** Writes a raw stage of such rows, in row groups that a worker has room for, a longer row in one of its own. */
export class WrittenRows {
  readonly #writer: PlainParquetWriter;
  readonly #kinds: readonly PlainColumn['kind'][];
  readonly #groups: number[] = [];
  readonly #sizes = new Map<readonly Cell[], number>();
  #rows: WrittenRow[] = [];
  #pending = 0;
  bytes = 0;

  constructor(path: string, kinds: readonly PlainColumn['kind'][]) {
    this.#kinds = kinds;
    this.#writer = new PlainParquetWriter(
      path,
      kinds.map((kind, i) => ({ name: `c${i}`, kind: kind === 'double' ? 'double' : 'text', blob: true })),
    );
  }

  add(row: WrittenRow): void {
    const size = this.#sizeOf(row.values);
    if (this.#pending > 0 && this.#pending + size > groupBytes) this.#flush();
    this.#rows.push(row);
    this.#pending += size;
    this.bytes += size;
  }

  /** The rows of each row group. */
  close(): readonly number[] {
    this.#flush();
    this.#writer.close();
    return this.#groups;
  }

  #sizeOf(values: readonly Cell[]): number {
    const known = this.#sizes.get(values);
    if (known !== undefined) return known;
    const lengthOf = (cell: Cell): number => (cell === null || typeof cell === 'number' ? 0 : cell.length);
    const size = values.reduce<number>((sum, cell) => sum + cellBytes + lengthOf(cell), 0);
    this.#sizes.set(values, size);
    return size;
  }

  #flush(): void {
    const rows = this.#rows;
    this.#writer.writeGroup(
      this.#kinds.map((kind, i) => (kind === 'double' ? doubles(rows, i) : texts(rows, i))),
      rows.length,
    );
    this.#groups.push(rows.length);
    this.#rows = [];
    this.#pending = 0;
  }
}

const cellOf = ({ values, altered }: WrittenRow, i: number): Cell =>
  altered?.index === i ? altered.to : (values[i] ?? null);

function doubles(rows: readonly WrittenRow[], i: number): PlainColumn {
  const cells = rows.map((row) => cellOf(row, i));
  const valid = Uint8Array.from(cells, (cell) => (cell === null ? 0 : 1));
  return { kind: 'double', values: Float64Array.from(cells, Number), valid };
}

function texts(rows: readonly WrittenRow[], i: number): PlainColumn {
  const builder = new TextColumnBuilder();
  for (const row of rows) {
    const value = cellOf(row, i);
    if (value === null) builder.appendNull();
    else if (value instanceof Uint8Array) builder.append(value, 0, value.length);
    else builder.appendText(String(value));
  }
  return builder.finish();
}
