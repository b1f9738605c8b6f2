import { createHash } from 'node:crypto';
import { viewColumns } from '../../evidence/differences/difference-csv.ts';
import { copyShared } from '../../snapshot/files/copy-shared.ts';
import type { PackedColumn } from '../../snapshot/parquet/plain-pages.ts';
import { PlainParquetWriter } from '../../snapshot/parquet/plain-parquet-writer.ts';
import type { ViewRows } from './listed-part.ts';

const groupRows = 20_000;
const groupBytes = 1 << 28;

/** Writes differences.parquet. Row groups are cut by what is in them alone, not by how the rows come. */
export class ViewFile {
  readonly #writer: PlainParquetWriter;
  readonly #columns = viewColumns.map(() => new HeldColumn());
  #rows = 0;

  constructor(path: string) {
    this.#writer = new PlainParquetWriter(
      path,
      viewColumns.map((name) => ({ name, kind: 'text' })),
      createHash('sha256'),
      0o666, // as the other files of a package
    );
  }

  append({ rows, columns }: ViewRows): void {
    if (
      this.#rows + rows < groupRows &&
      this.#columns.every(({ size }, c) => size + columns[c]!.values.length <= groupBytes)
    ) {
      columns.forEach(({ valid, values }, c) => this.#columns[c]!.append(valid, values));
      this.#rows += rows;
      return;
    }
    const texts = columns.map(textLengths);
    const starts = columns.map(() => 0);
    const ends = columns.map(() => 0);
    for (let from = 0, row = 0; row < rows;) {
      let full = this.#rows + ++row - from === groupRows;
      for (let c = 0; c < columns.length; c++) {
        ends[c]! += texts[c]!(row - 1, ends[c]!);
        full ||= this.#columns[c]!.size + ends[c]! - starts[c]! > groupBytes;
      }
      if (!full && row < rows) continue;
      columns.forEach(({ valid, values }, c) => {
        this.#columns[c]!.append(valid.subarray(from, row), values.subarray(starts[c], ends[c]));
        starts[c] = ends[c]!;
      });
      this.#rows += row - from;
      from = row;
      if (full) this.#flush();
    }
  }

  /** The SHA-256 of what was written, in hex. */
  close(): string {
    this.#flush();
    return this.#writer.close().sha256;
  }

  abort(): void {
    this.#writer.abort();
  }

  #flush(): void {
    this.#writer.writePacked(
      this.#columns.map((column) => column.take()),
      this.#rows,
    );
    this.#rows = 0;
  }
}

/** Bytes that a row's text takes where it begins at `at`, its length included; none of a NULL. */
function textLengths({ valid, values }: PackedColumn): (row: number, at: number) => number {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return (row, at) => (valid[row] === 0 ? 0 : 4 + view.getUint32(at, true));
}

/** A column of the row group in the making. What take() gives is void once more is appended. */
class HeldColumn {
  readonly #valid = new Uint8Array(groupRows);
  #values = new Uint8Array(1 << 16);
  #rows = 0;
  size = 0;

  append(valid: Uint8Array, values: Uint8Array): void {
    if (this.size + values.length > this.#values.length) {
      const grown = new Uint8Array(Math.max(this.#values.length * 2, this.size + values.length));
      grown.set(this.#values.subarray(0, this.size));
      this.#values = grown;
    }
    copyShared(values, this.#values, this.size);
    this.#valid.set(valid, this.#rows);
    this.size += values.length;
    this.#rows += valid.length;
  }

  take(): PackedColumn {
    const taken = { valid: this.#valid.subarray(0, this.#rows), values: this.#values.subarray(0, this.size) };
    this.#rows = this.size = 0;
    return taken;
  }
}
