import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { differenceLine, type Difference } from '../evidence/difference.ts';
import { csvHeader, csvLine, viewCells, viewColumns } from '../evidence/difference-csv.ts';
import { TextColumnBuilder } from '../snapshot/plain-column.ts';
import { PlainParquetWriter } from '../snapshot/plain-parquet-writer.ts';

const groupRows = 20_000;
const groupBytes = 1 << 28;

/** Writes the differences three times: the listing, and CSV and Parquet as views of it. One pass, bounded memory. */
export class DifferenceWriter {
  readonly #ndjson: TextFile;
  readonly #csv: TextFile;
  readonly #parquet: PlainParquetWriter;
  readonly #columns = viewColumns.map(() => new TextColumnBuilder());
  #lines = 0;
  #escaped = 0;

  constructor(folder: string) {
    this.#ndjson = new TextFile(join(folder, 'differences.ndjson'));
    this.#csv = new TextFile(join(folder, 'differences.csv'));
    this.#parquet = new PlainParquetWriter(
      join(folder, 'differences.parquet'),
      viewColumns.map((name) => ({ name, kind: 'text' })),
    );
    this.#csv.write(csvHeader);
  }

  write(difference: Difference): void {
    this.#lines++;
    this.#ndjson.write(differenceLine(difference));
    const cells = viewCells(difference);
    const { line, escaped } = csvLine(cells);
    this.#csv.write(line);
    this.#escaped += escaped;
    cells.forEach((cell, i) => {
      if (cell === null) this.#columns[i]!.appendNull();
      else this.#columns[i]!.appendText(cell);
    });
    if (this.#columns[0]!.rows >= groupRows || this.#columns.some(({ size }) => size > groupBytes)) this.#flush();
  }

  close() {
    this.#flush();
    return {
      lines: this.#lines,
      escapedCells: this.#escaped,
      sha256: {
        'differences.ndjson': this.#ndjson.close(),
        'differences.csv': this.#csv.close(),
        'differences.parquet': this.#parquet.close().sha256,
      },
    };
  }

  #flush(): void {
    this.#parquet.writeGroup(
      this.#columns.map((column) => column.finish()),
      this.#columns[0]!.rows,
    );
    for (const column of this.#columns) column.reset();
  }
}

/** A text file written in large pieces and digested on the way. */
class TextFile {
  readonly #fd: number;
  readonly #digest = createHash('sha256');
  #waiting: string[] = [];
  #length = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'wx', 0o600);
  }

  write(text: string): void {
    this.#waiting.push(text);
    this.#length += text.length;
    if (this.#length > 1 << 20) this.#flush();
  }

  /** The SHA-256 of what was written, in hex. */
  close(): string {
    this.#flush();
    closeSync(this.#fd);
    return this.#digest.digest('hex');
  }

  #flush(): void {
    const bytes = Buffer.from(this.#waiting.join(''), 'utf8');
    this.#digest.update(bytes);
    for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done);
    this.#waiting = [];
    this.#length = 0;
  }
}
