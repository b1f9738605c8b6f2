import { TallyError } from '../../../contract/problem.ts';
import { differenceLine, type Difference } from '../../evidence/differences/difference.ts';
import { csvLine, viewCells, viewColumns } from '../../evidence/differences/difference-csv.ts';
import { longestLine } from '../../evidence/differences/longest-line.ts';
import { TextColumnBuilder } from '../../snapshot/parquet/plain-column.ts';
import type { DifferenceBytes, Keep, ViewRows } from './listed-part.ts';

const pieceLength = 1 << 20;

/** Differences as bytes, one after another: what the kernel's batches are tested against, and what serves without it. */
export class DifferencesInJs {
  readonly #keep: Keep;
  #ndjson: Uint8Array[] = [];
  #csv: Uint8Array[] = [];
  #views: ViewRows[] = [];
  readonly #columns = viewColumns.map(() => new TextColumnBuilder());
  #waiting = { ndjson: [] as string[], csv: [] as string[], length: 0 };
  #lines = 0;
  #escaped = 0;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  write(difference: Difference): void {
    const text = readableLine(difference);
    const cells = viewCells(difference);
    const { line, escaped } = csvLine(cells);
    this.#lines++;
    this.#escaped += escaped;
    this.#waiting.ndjson.push(text);
    this.#waiting.csv.push(line);
    this.#waiting.length += text.length;
    cells.forEach((cell, i) => {
      if (cell === null) this.#columns[i]!.appendNull();
      else this.#columns[i]!.appendText(cell);
    });
    if (this.#waiting.length > pieceLength) this.#flush();
  }

  /** What was written since it was last taken. */
  take(): DifferenceBytes {
    this.#flush();
    const taken = {
      lines: this.#lines,
      escapedCells: this.#escaped,
      ndjson: this.#ndjson,
      csv: this.#csv,
      views: this.#views,
    };
    this.#lines = this.#escaped = 0;
    [this.#ndjson, this.#csv, this.#views] = [[], [], []];
    return taken;
  }

  #flush(): void {
    const { ndjson, csv } = this.#waiting;
    if (ndjson.length === 0) return;
    this.#ndjson.push(this.#keep(Buffer.from(ndjson.join(''), 'utf8')));
    this.#csv.push(this.#keep(Buffer.from(csv.join(''), 'utf8')));
    const columns = this.#columns.map((column) => {
      const { valid, bytes } = column.finish();
      return { valid: Uint8Array.from(valid), values: this.#keep(bytes) };
    });
    this.#views.push({ rows: ndjson.length, columns });
    for (const column of this.#columns) column.reset();
    this.#waiting = { ndjson: [], csv: [], length: 0 };
  }
}

/** A line that `verify` can read again. The kernel's are shorter: what is longer than its room comes here. */
function readableLine(difference: Difference): string {
  const text = lineOrNull(difference);
  if (text !== null && (text.length <= longestLine / 4 || Buffer.byteLength(text) <= longestLine)) return text;
  const { file, row } = (difference.source ?? difference.target)!;
  throw new TallyError(
    'input_unsupported',
    `A difference takes more than ${longestLine} bytes of differences.ndjson, which nothing could read again`,
    `${file}, row ${row}`,
    'Leave the column of that long value out with ignore and a reason, or compare a digest of it',
  );
}

/** Null where it is longer than a text can be. */
function lineOrNull(difference: Difference): string | null {
  try {
    return differenceLine(difference);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
