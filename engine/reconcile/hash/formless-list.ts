import { TextColumnBuilder } from '../../snapshot/parquet/plain-column.ts';
import { PlainParquetWriter } from '../../snapshot/parquet/plain-parquet-writer.ts';

/** The values of one row group that have no form in their column's type: file, row, column and text, on disk. */
export class FormlessList {
  readonly #path: string;
  readonly #files: number[] = [];
  readonly #rows: number[] = [];
  readonly #columns: number[] = [];
  readonly #texts = new TextColumnBuilder();
  /** Rows with at least one such value. */
  rows = 0;

  constructor(path: string) {
    this.#path = path;
  }

  get values(): number {
    return this.#files.length;
  }

  add(file: number, row: number, column: number, text: string): void {
    this.#files.push(file);
    this.#rows.push(row);
    this.#columns.push(column);
    this.#texts.appendText(text);
  }

  closeRow(): void {
    this.rows++;
  }

  /** The path of the list, or null when there is nothing to list. */
  close(): string | null {
    if (this.values === 0) return null;
    const valid = new Uint8Array(this.values).fill(1);
    const writer = new PlainParquetWriter(this.#path, [
      { name: 'f', kind: 'int32' },
      { name: 'r', kind: 'int64' },
      { name: 'c', kind: 'int32' },
      { name: 'text', kind: 'text' },
    ]);
    writer.writeGroup(
      [
        { kind: 'int32', values: Int32Array.from(this.#files), valid },
        { kind: 'int64', values: BigInt64Array.from(this.#rows, BigInt), valid },
        { kind: 'int32', values: Int32Array.from(this.#columns), valid },
        this.#texts.finish(),
      ],
      this.values,
    );
    writer.close();
    return this.#path;
  }
}
