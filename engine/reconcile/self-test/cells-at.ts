import type { RowBatch } from '../../kernel/row-batch.ts';
import type { ExportPart } from '../hash/direct-batches.ts';
import type { RawValue } from './alterations.ts';

/**
 * The cells of the rows at some places of a file, by place. A part that holds any of them is read once, and no further
 * than to the last: what is compressed can be read from its beginning alone.
 */
export async function cellsAt(
  parts: readonly ExportPart[],
  places: readonly number[],
  read: (part: ExportPart) => AsyncIterable<Pick<RowBatch, 'rows' | 'firstRow' | 'columns'>>,
): Promise<ReadonlyMap<number, readonly RawValue[]>> {
  const cells = new Map<number, readonly RawValue[]>();
  const ascending = places.toSorted((a, b) => a - b);
  for (const [i, part] of parts.entries()) {
    const end = parts[i + 1]?.firstRow ?? Infinity;
    const here = ascending.filter((place) => place >= part.firstRow && place < end);
    if (here.length === 0) continue;
    let next = 0;
    for await (const { rows, firstRow, columns } of read(part)) {
      for (; next < here.length && here[next]! < firstRow + rows; next++) {
        const row = here[next]! - firstRow;
        cells.set(
          here[next]!,
          columns.map((column) => column.cell(row) as RawValue),
        );
      }
      if (next === here.length) break;
    }
  }
  return cells;
}
