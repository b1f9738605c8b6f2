import { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { HashName } from '../../tree/hashes.ts';
import { DigestedRecords } from './digested-records.ts';
import { readDrilled } from './drilled-in-kernel.ts';
import { edgesOf } from './edges.ts';
import { KernelLines } from './kernel-lines.ts';
import { KernelPairs } from './kernel-pairs.ts';
import { noTally, type ListedTable } from './listed-table.ts';
import type { Keep, ListedPart } from './listed-part.ts';

/** A row group of drilled rows in batches, by the kernel: what listInJs says of it. Throws NotDirect where it is too large. */
export function listInKernel(
  kernel: Kernel,
  table: ListedTable,
  place: { readonly path: string; readonly group: number },
  hash: HashName,
  keep: Keep,
): ListedPart {
  const arena = new Arena(kernel);
  const drilled = readDrilled(kernel, arena, table, place);
  const { rows, at } = drilled;
  const { from, to } = edgesOf(rows, at);
  const tally = noTally(table.columns.length);
  const records = new DigestedRecords(kernel, arena, table, drilled, hash);
  const pairs = new KernelPairs(kernel, arena, table, drilled, records.cells);
  const lines = new KernelLines(kernel, arena, table, drilled, records, pairs.found, keep);
  for (let row = 0; row < rows;) {
    const end = row < from ? from : row < to ? to : rows;
    const made = records.make(row, end);
    let next = row + made;
    if (row >= from && end === to) {
      const found = pairs.find(row, next, next < end);
      next = found.next;
      lines.write(row, found.count);
    }
    tally.unlike += records.unlike(row, next - row);
    row = next;
  }
  pairs.tally(tally);
  const rowsOf = (first: number, last: number) => Array.from({ length: last - first }, (_, i) => at(first + i));
  return { ...lines.take(), tally, head: rowsOf(0, from), tail: rowsOf(to, rows) };
}
