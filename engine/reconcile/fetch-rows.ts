import { Arena } from '../kernel/arena.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { CanonicalType } from '../canonical/types.ts';
import type { Reading } from '../canonical/types.ts';
import { CanonicalCells } from './canonical-cells.ts';
import { readPart, type ExportPart } from './direct-batches.ts';
import { writeCells } from './write-cells.ts';

export interface FetchRequest {
  readonly part: ExportPart;
  readonly file: number;
  readonly names: readonly string[];
  readonly columns: readonly { readonly type: CanonicalType; readonly reading: Reading }[];
  /** Positions in the part of the rows wanted, ascending. */
  readonly rows: Uint32Array;
  readonly out: string;
}

/** Reads a part of an export once more and writes the canonical cells of some of its rows: f, r, c0 …, and h{i} for a float's double. */
export function fetchRows(
  request: FetchRequest,
  kernel: Kernel | null,
): { readonly path: string; readonly sha256: string } {
  if (kernel === null) throw new Error('What was read by the kernel is fetched by it');
  const arena = new Arena(kernel);
  const { columns, rows, part, file, out } = request;
  const batch = readPart(kernel, arena, part, request.names);
  const drop = arena.alloc(batch.rows);
  const wanted = arena.bytes(drop, batch.rows).fill(1);
  for (const row of rows) wanted[row] = 0;
  const marks = { drop: arena.alloc(batch.rows), altered: arena.alloc(batch.rows) };
  const cells = batch.columns.map((column, c) => {
    const { type, reading } = columns[c]!;
    return new CanonicalCells(kernel, arena, type, reading).read(column, batch.rows, marks, () => undefined);
  });
  return writeCells(kernel, arena, {
    path: `${out}.canonical.parquet`,
    cells,
    rows: batch.rows,
    drop,
    file,
    firstRow: batch.firstRow,
    floats: columns.flatMap(({ type }, c) => (type.kind === 'float' ? [c] : [])),
  })!;
}
