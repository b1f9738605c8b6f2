import { TallyError } from '../../../contract/problem.ts';
import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn, RowBatch, TextCells } from '../../kernel/row-batch.ts';
import { decompressedFiller, plainFiller } from '../files/byte-filler.ts';
import { dialectOf, type CsvOptions } from './csv-options.ts';
import type { RowPlace, ScannedFile } from '../files/input-file.ts';
import { KernelCsvFields, textCells } from './kernel-csv-fields.ts';
import { kernelDialect } from './kernel-dialect.ts';
import { longestRecord, recordTooLong } from './longest-record.ts';
import { textCell } from './text-cell.ts';
import { TextWindow } from './text-window.ts';

/** Part of an uncompressed CSV file; `to` is null where it goes to the end. */
export interface CsvRange {
  readonly from: RowPlace;
  readonly to: RowPlace | null;
}

export interface CsvBatchesHow {
  readonly kernel: Kernel;
  /** What a reader takes for a batch it may release before it asks for the next; the rest must stay. */
  readonly arena: Arena;
  readonly range?: CsvRange;
  /** The most rows a batch has. */
  readonly rows?: number;
  /** The most bytes a batch is read from; a longer record is read from as many as it needs. */
  readonly bytes?: number;
}

const whole: CsvRange = { from: { byte: 0, row: 0 }, to: null };

/** Whether csvBatches reads a file. */
export const hasCsvBatches = (file: ScannedFile, csv: CsvOptions): boolean =>
  file.format === 'csv' && kernelDialect(dialectOf(file.name, csv)) !== null;

/** The parts of a file that may be read apart from each other, in its order. */
export function csvRanges({ places = [] }: ScannedFile): readonly CsvRange[] {
  return [whole.from, ...places].map((from, i) => ({ from, to: places[i] ?? null }));
}

/**
 * The rows of a scanned CSV file as columns of text in kernel memory, in the file's order; partitions are columns of
 * one value. A batch is there until the next is asked for. What the scanner would have refused is a file that changed.
 */
export async function* csvBatches(
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly string[],
  { kernel, arena, range = whole, rows = 65_536, bytes = 1 << 20 }: CsvBatchesHow,
): AsyncGenerator<RowBatch> {
  const dialect = dialectOf(file.name, csv);
  const kernelBytes = kernelDialect(dialect);
  if (kernelBytes === null) throw new TallyError('internal', 'The kernel does not read this dialect', file.name);
  const changed = () => new TallyError('input_changed', 'The file is no longer the one that was scanned', file.name);

  const constants = constantCells(arena, file.partitions, columns, rows);
  const own = columns.filter((name) => !constants.has(name)).map((name) => file.columns.indexOf(name));
  const width = file.columns.length - file.partitions.length;
  const fields = new KernelCsvFields(kernel, arena, kernelBytes, width, own, rows);
  let next = 0;
  const laid = columns.map((name) => textColumn(arena, constants.get(name) ?? fields.columns[next++]!));

  const begins = range.from.byte === 0;
  let skipped = !(dialect.header && begins);
  let firstRow = range.from.row;
  const filler =
    file.compression === 'none' ? plainFiller(file, range.from.byte, range.to?.byte) : decompressedFiller(file);
  const window = new TextWindow(arena, filler, bytes, begins, longestRecord);
  try {
    while (!window.final) {
      const filled = await window.fill();
      if (filled === 'no room') throw recordTooLong(`${file.name}, row ${firstRow + 1}`);
      if (filled === 'not UTF-8') throw changed();
      for (let more = true; more;) {
        const read = fields.read(window.at, window.length, window.final, skipped ? rows : 1);
        if (read.state === 'refused') throw changed();
        window.drop(read.consumed);
        more = read.state === 'full';
        if (read.rows === 0) continue;
        if (skipped) {
          yield { rows: read.rows, firstRow, columns: laid };
          firstRow += read.rows;
        }
        skipped = true;
      }
    }
  } finally {
    await filler.close();
  }
  // How many rows a whole file has is for the agreements to judge.
  if (range.to !== null && firstRow !== range.to.row) throw changed();
}

const textColumn = (arena: Arena, cells: TextCells): KernelColumn => ({
  kind: 'text',
  ...cells,
  cell: textCell(arena, cells),
  isUtf8: true,
});

function constantCells(
  arena: Arena,
  partitions: ScannedFile['partitions'],
  wanted: readonly string[],
  rows: number,
): Map<string, TextCells> {
  const columns = new Map<string, TextCells>();
  for (const { name, value } of partitions) {
    if (!wanted.includes(name)) continue;
    const bytes = Buffer.from(value ?? '');
    const column = textCells(arena, rows);
    const at = arena.alloc(bytes.length);
    arena.bytes(at, bytes.length).set(bytes);
    arena.u32(column.starts, rows).fill(at);
    arena.u32(column.ends, rows).fill(at + bytes.length);
    arena.bytes(column.valid, rows).fill(value === null ? 0 : 1);
    columns.set(name, column);
  }
  return columns;
}
