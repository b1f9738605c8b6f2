import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn, RowBatch } from '../../kernel/row-batch.ts';
import { csvBatches, csvRanges, type CsvRange } from '../../snapshot/csv/csv-batches.ts';
import { textCell } from '../../snapshot/csv/text-cell.ts';
import type { CsvOptions } from '../../snapshot/csv/csv-options.ts';
import { DirectParquet } from '../../snapshot/parquet/direct-parquet.ts';
import type { ScannedFile } from '../../snapshot/files/input-file.ts';

/** A part of an export file that is read by itself: a row group of Parquet, a range of CSV. */
export type ExportPart = {
  readonly file: ScannedFile;
  /** Position in the file of its first row, from 0. */
  readonly firstRow: number;
} & ({ readonly group: number } | { readonly range: CsvRange; readonly csv: CsvOptions });

/** The parts of a file, each a worker's task, in its order. */
export function partsOf(file: ScannedFile, csv: CsvOptions): readonly ExportPart[] {
  // What is compressed has one beginning, and places in it are no places in the file.
  if (file.format === 'csv')
    return (file.compression === 'none' ? csvRanges(file) : [whole]).map((range) => ({
      file,
      csv,
      range,
      firstRow: range.from.row,
    }));
  const reader = new DirectParquet(file.path, file.name);
  reader.close();
  let firstRow = 0;
  return reader.groups.map(({ rows }, group) => {
    const part = { file, group, firstRow };
    firstRow += rows;
    return part;
  });
}

/** A batch of CSV: as much as a range has, so that it is one batch or two; fewer rows where they have many columns. */
const size = { rows: 131_072, bytes: 1 << 24 };
/** Of the places of texts in a batch. */
const placesBytes = 1 << 27;
const placeBytes = 9;
const whole: CsvRange = { from: { byte: 0, row: 0 }, to: null };

/**
 * The columns named of a part, batch by batch in kernel memory, partitions among them; what is allocated for a batch
 * is given back before the next. Throws NotDirect, also where a row group would take more than `share` bytes.
 */
export async function* readPart(
  kernel: Kernel,
  arena: Arena,
  part: ExportPart,
  names: readonly string[],
  share = Infinity,
): AsyncGenerator<RowBatch> {
  if ('group' in part) {
    yield readGroup(kernel, arena, part, names, share);
    return;
  }
  const constants = new Set(part.file.partitions.map(({ name }) => name));
  const kept = names.map((name) => constants.has(name));
  const most = Math.floor(Math.min(placesBytes, share) / (placeBytes * names.length));
  const rows = Math.max(1, Math.min(size.rows, most));
  const how = { rows, bytes: size.bytes, kernel, arena, range: part.range };
  for await (const batch of csvBatches(part.file, part.csv, names, how)) {
    const mark = arena.mark();
    yield { ...batch, columns: apart(arena, batch.columns, batch.rows, kept) };
    arena.release(mark);
  }
}

function readGroup(
  kernel: Kernel,
  arena: Arena,
  { file, group, firstRow }: Extract<ExportPart, { group: number }>,
  names: readonly string[],
  share: number,
): RowBatch {
  const partitions = new Map(file.partitions.map(({ name, value }) => [name, value]));
  const reader = new DirectParquet(file.path, file.name);
  try {
    const own = names.filter((name) => !partitions.has(name));
    const batch = reader.readGroup(kernel, arena, group, own, firstRow, share);
    const columns = names.map((name) => {
      const value = partitions.get(name);
      return value === undefined ? batch.columns[own.indexOf(name)]! : constant(arena, value, batch.rows);
    });
    return { ...batch, columns: apart(arena, columns, batch.rows) };
  } finally {
    reader.close();
  }
}

function constant(arena: Arena, value: string | null, rows: number): KernelColumn {
  const bytes = Buffer.from(value ?? '', 'utf8');
  const at = arena.alloc(bytes.length + 16);
  arena.bytes(at, bytes.length).set(bytes);
  const [starts, ends, valid] = [arena.alloc(rows * 4), arena.alloc(rows * 4), arena.alloc(rows)];
  arena.u32(starts, rows).fill(at);
  arena.u32(ends, rows).fill(at + bytes.length);
  arena.bytes(valid, rows).fill(value === null ? 0 : 1);
  return { kind: 'text', starts, ends, valid, cell: () => value, isUtf8: true };
}

/**
 * Cells are rewritten where they lie: a column that is read into two gets memory for the second, and one that the next
 * batch will have again (`kept`) always does.
 */
function apart(
  arena: Arena,
  columns: readonly KernelColumn[],
  rows: number,
  kept: readonly boolean[] = [],
): readonly KernelColumn[] {
  const seen = new Set<number>();
  return columns.map((column, c) => {
    if (column.kind === 'other') return column;
    if (kept[c] !== true && !seen.has(column.valid)) {
      seen.add(column.valid);
      return column;
    }
    const valid = copy(arena, column.valid, rows);
    if (column.kind !== 'text') return { ...column, valid };
    const cells = {
      starts: copy(arena, column.starts, rows * 4),
      ends: copy(arena, column.ends, rows * 4),
      valid,
    };
    return { ...column, ...cells, cell: textCell(arena, cells) };
  });
}

function copy(arena: Arena, from: number, length: number): number {
  const at = arena.alloc(length);
  arena.bytes(at, length).set(arena.bytes(from, length));
  return at;
}
