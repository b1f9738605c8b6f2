import type { CanonicalType, Reading } from '../canonical/types.ts';
import { Arena } from '../kernel/arena.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { RowBatch } from '../kernel/row-batch.ts';
import { CanonicalCells } from './canonical-cells.ts';
import { readPart, type ExportPart } from './direct-batches.ts';
import { rowsOfBatch } from './rows-of-batch.ts';
import { writeCells } from './write-cells.ts';

export interface FetchRequest {
  readonly part: ExportPart;
  readonly file: number;
  readonly names: readonly string[];
  readonly columns: readonly { readonly type: CanonicalType; readonly reading: Reading }[];
  /** Positions in the file of the rows wanted, ascending. */
  readonly rows: Float64Array;
  readonly out: string;
}

/**
 * Reads a part of an export once more and writes the canonical cells of some of its rows: f, r, c0 …, and h{i} for a
 * float's double. Gives the files.
 */
export async function fetchRows(request: FetchRequest, kernel: Kernel | null): Promise<readonly string[]> {
  if (kernel === null) throw new TypeError('What the kernel has read is fetched by it');
  const arena = new Arena(kernel);
  const { rows, part } = request;
  const paths: string[] = [];
  let next = 0;
  for await (const batch of readPart(kernel, arena, part, request.names)) {
    const from = next;
    while (next < rows.length && rows[next]! < batch.firstRow + batch.rows) next++;
    if (next > from) paths.push(fetchOf(kernel, arena, batch, rows.subarray(from, next), request, paths.length));
    if (next === rows.length) break;
  }
  return paths;
}

function fetchOf(
  kernel: Kernel,
  arena: Arena,
  batch: RowBatch,
  rows: Float64Array,
  { columns, file, out }: FetchRequest,
  number: number,
): string {
  const wanted = rowsOfBatch(
    arena,
    batch,
    Uint32Array.from(rows, (row) => row - batch.firstRow),
  );
  const marks = { drop: arena.alloc(rows.length), altered: arena.alloc(rows.length) };
  arena.bytes(marks.drop, rows.length).fill(0);
  const cells = wanted.map((column, c) => {
    const { type, reading } = columns[c]!;
    return new CanonicalCells(kernel, arena, type, reading).read(column, rows.length, marks, () => undefined);
  });
  return writeCells(kernel, arena, {
    path: `${out}-${number}.canonical.parquet`,
    cells,
    rows: rows.length,
    drop: marks.drop,
    file,
    placeOf: (row) => rows[row]!,
    floats: columns.flatMap(({ type }, c) => (type.kind === 'float' ? [c] : [])),
  })!.path;
}
