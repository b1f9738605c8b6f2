import { Arena } from '../../engine/kernel/arena.ts';
import type { RowBatch } from '../../engine/kernel/row-batch.ts';
import { csvBatches, type CsvBatchesHow } from '../../engine/snapshot/csv/csv-batches.ts';
import type { CsvOptions } from '../../engine/snapshot/csv/csv-options.ts';
import type { ScannedFile } from '../../engine/snapshot/files/input-file.ts';
import { loadKernel } from '../../workers/load-kernel.ts';

const kernel = loadKernel()!;

/** All rows that the kernel reads from a CSV file; each batch has the rows that it says it has. */
export async function batchRows(
  file: ScannedFile,
  csv: CsvOptions,
  columns: readonly string[] = file.columns,
  how: Omit<CsvBatchesHow, 'kernel' | 'arena'> = {},
): Promise<(string | null)[][]> {
  const arena = new Arena(kernel);
  const rows: (string | null)[][] = [];
  const before = how.range?.from.row ?? 0;
  for await (const batch of csvBatches(file, csv, columns, { kernel, arena, ...how })) {
    if (batch.firstRow !== before + rows.length) throw new Error('A batch begins elsewhere than the last one ended');
    rows.push(...rowsOf(batch, arena));
    // A reader takes memory for itself and gives it back; nothing of what is to come may lie there.
    const mark = arena.mark();
    const taken = arena.alloc(1 << 16);
    arena.bytes(taken, 1 << 16).fill(255);
    arena.release(mark);
  }
  return rows;
}

function rowsOf({ rows, columns }: RowBatch, arena: Arena): (string | null)[][] {
  return Array.from({ length: rows }, (_, row) =>
    columns.map((column) => {
      if (column.kind !== 'text') throw new Error('A column of CSV is text');
      const from = arena.u32(column.starts, rows)[row]!;
      const to = arena.u32(column.ends, rows)[row]!;
      const valid = arena.bytes(column.valid, rows)[row] === 1;
      if (!valid && from !== to) throw new Error('A NULL has bytes');
      const cell = valid ? Buffer.from(arena.bytes(from, to - from)).toString() : null;
      if (cell !== column.cell(row)) throw new Error('A cell by itself is another than in its column');
      return cell;
    }),
  );
}
