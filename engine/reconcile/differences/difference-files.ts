import { join } from 'node:path';
import { csvHeader } from '../../evidence/differences/difference-csv.ts';
import { settle } from '../run/settle.ts';
import type { LaidFile, LayFile } from './laid-file.ts';
import type { DifferenceBytes } from './listed-part.ts';

export type DifferenceFile = 'differences.ndjson' | 'differences.csv' | 'differences.parquet';

/** The listing and its two views, CSV and Parquet, as their parts come in order. */
export class DifferenceFiles {
  readonly #ndjson: LaidFile<'text'>;
  readonly #csv: LaidFile<'text'>;
  readonly #view: LaidFile<'view'>;
  #lines = 0;
  #escaped = 0;

  constructor(folder: string, lay: LayFile) {
    this.#ndjson = lay('text', join(folder, 'differences.ndjson'));
    this.#csv = lay('text', join(folder, 'differences.csv'));
    this.#view = lay('view', join(folder, 'differences.parquet'));
  }

  begin(): Promise<void> {
    return this.#csv.append([Buffer.from(csvHeader)]);
  }

  /** Takes the next part; its bytes must stay as they are until that is done, but another may come before. */
  append({ lines, escapedCells, ndjson, csv, views }: DifferenceBytes): Promise<unknown> {
    this.#lines += lines;
    this.#escaped += escapedCells;
    if (lines === 0) return Promise.resolve();
    return settle([this.#ndjson.append(ndjson), this.#csv.append(csv), this.#view.append(views)]);
  }

  async close(): Promise<{
    readonly lines: number;
    readonly escapedCells: number;
    readonly sha256: Readonly<Record<DifferenceFile, string>>;
  }> {
    const [ndjson, csv, view] = await settle([this.#ndjson.close(), this.#csv.close(), this.#view.close()]);
    return {
      lines: this.#lines,
      escapedCells: this.#escaped,
      sha256: { 'differences.ndjson': ndjson!, 'differences.csv': csv!, 'differences.parquet': view! },
    };
  }

  /** Gives up: what is there goes with its folder. */
  async abort(): Promise<void> {
    await settle([this.#ndjson, this.#csv, this.#view].map((file) => file.abort()));
  }
}
