import { join } from 'node:path';
import { csvHeader } from '../../evidence/difference-csv.ts';
import { DigestedFile } from './digested-file.ts';
import { settle } from '../settle.ts';
import type { DifferenceBytes } from './listed-part.ts';
import { ViewFile } from './view-file.ts';

export type DifferenceFile = 'differences.ndjson' | 'differences.csv' | 'differences.parquet';

/** The listing and its two views, CSV and Parquet, as their parts come in order. */
export class DifferenceFiles {
  readonly #ndjson: DigestedFile;
  readonly #csv: DigestedFile;
  readonly #view: ViewFile;
  #lines = 0;
  #escaped = 0;

  constructor(folder: string) {
    this.#ndjson = new DigestedFile(join(folder, 'differences.ndjson'));
    this.#csv = new DigestedFile(join(folder, 'differences.csv'));
    this.#view = new ViewFile(join(folder, 'differences.parquet'));
  }

  begin(): Promise<void> {
    return this.#csv.write(Buffer.from(csvHeader));
  }

  /** Takes the next part; its bytes must stay as they are until that is done, but another may come before. */
  append({ lines, escapedCells, ndjson, csv, views }: DifferenceBytes): Promise<unknown> {
    this.#lines += lines;
    this.#escaped += escapedCells;
    const viewed = new Promise<void>((resolve) => {
      for (const rows of views) this.#view.append(rows);
      resolve();
    });
    return settle([
      viewed,
      ...ndjson.map((piece) => this.#ndjson.write(piece)),
      ...csv.map((piece) => this.#csv.write(piece)),
    ]);
  }

  close(): {
    readonly lines: number;
    readonly escapedCells: number;
    readonly sha256: Readonly<Record<DifferenceFile, string>>;
  } {
    return {
      lines: this.#lines,
      escapedCells: this.#escaped,
      sha256: {
        'differences.ndjson': this.#ndjson.close(),
        'differences.csv': this.#csv.close(),
        'differences.parquet': this.#view.close(),
      },
    };
  }

  /** Gives up: what is there goes with its folder. */
  abort(): void {
    for (const file of [this.#ndjson, this.#csv, this.#view]) file.abort();
  }
}
