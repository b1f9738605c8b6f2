import type { CanonicalType } from '../../canonical/types.ts';
import { TextColumnBuilder } from '../../snapshot/parquet/plain-column.ts';
import { smallPages } from '../../snapshot/parquet/plain-pages.ts';
import { PlainParquetWriter } from '../../snapshot/parquet/plain-parquet-writer.ts';
import type { RecordBuilder } from './record-builder.ts';

const quote = 0x22;

/**
 * The canonical stage of one row group, for DuckDB: f, r (from 0), and c0, c1 … as canonical cell texts, a text column
 * without its quotes. Cut from the record that was hashed, so that both paths start from the same bytes.
 */
export class CanonicalStage {
  readonly #path: string;
  readonly #types: readonly CanonicalType[];
  readonly #columns: readonly TextColumnBuilder[];
  readonly #files: number[] = [];
  readonly #rows: number[] = [];
  #unquoted = new Uint8Array(256);

  constructor(path: string, types: readonly CanonicalType[]) {
    this.#path = path;
    this.#types = types;
    this.#columns = types.map(() => new TextColumnBuilder());
  }

  add(record: RecordBuilder, file: number, row: number): void {
    const bytes = record.record();
    for (let c = 0; c < this.#columns.length; c++) {
      const [start, end] = record.span(c);
      const column = this.#columns[c]!;
      if (start === end) column.appendNull();
      else if (this.#types[c]!.kind !== 'text') column.append(bytes, start, end);
      else this.#appendUnquoted(column, bytes, start + 1, end - 1);
    }
    this.#files.push(file);
    this.#rows.push(row);
  }

  close(): { readonly path: string; readonly sha256: string } | null {
    const rows = this.#rows.length;
    if (rows === 0) return null;
    const valid = new Uint8Array(rows).fill(1);
    const writer = new PlainParquetWriter(this.#path, [
      { name: 'f', kind: 'int32' },
      { name: 'r', kind: 'int64' },
      ...this.#types.map((_, c) => ({ name: `c${c}`, kind: 'text' as const })),
    ]);
    writer.writeGroup(
      [
        { kind: 'int32', values: Int32Array.from(this.#files), valid },
        { kind: 'int64', values: BigInt64Array.from(this.#rows, BigInt), valid },
        ...this.#columns.map((column) => column.finish()),
      ],
      rows,
      smallPages,
    );
    return { path: this.#path, sha256: writer.close().sha256 };
  }

  #appendUnquoted(column: TextColumnBuilder, bytes: Uint8Array, start: number, end: number): void {
    let doubled = false;
    for (let i = start; i < end; i++) if (bytes[i] === quote) doubled = true;
    if (!doubled) {
      column.append(bytes, start, end);
      return;
    }
    if (this.#unquoted.length < end - start) this.#unquoted = new Uint8Array((end - start) * 2);
    let length = 0;
    for (let i = start; i < end; i++) {
      if (bytes[i] === quote) i++; // the second of a pair
      this.#unquoted[length++] = bytes[i]!;
    }
    column.append(this.#unquoted, 0, length);
  }
}
