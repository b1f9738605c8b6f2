import type { Arena } from '../kernel/arena.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { KernelColumn, RowBatch } from '../kernel/row-batch.ts';
import { DirectParquet } from '../snapshot/direct-parquet.ts';
import type { ScannedFile } from '../snapshot/input-file.ts';

/** A part of an export file that is read by itself. */
export interface ExportPart {
  readonly file: ScannedFile;
  /** Index of the row group. */
  readonly group: number;
  /** Position in the file of its first row, from 0. */
  readonly firstRow: number;
}

/** The parts of a file, each a worker's task. */
export function partsOf(file: ScannedFile): readonly ExportPart[] {
  const reader = new DirectParquet(file.path, file.name);
  reader.close();
  let firstRow = 0;
  return reader.groups.map(({ rows }, group) => {
    const part = { file, group, firstRow };
    firstRow += rows;
    return part;
  });
}

/** The columns named of a part, in kernel memory, partitions among them. Throws NotDirect. */
export function readPart(kernel: Kernel, arena: Arena, part: ExportPart, names: readonly string[]): RowBatch {
  const { file, group, firstRow } = part;
  const partitions = new Map(file.partitions.map(({ name, value }) => [name, value]));
  const reader = new DirectParquet(file.path, file.name);
  try {
    const own = names.filter((name) => !partitions.has(name));
    const batch = reader.readGroup(kernel, arena, group, own, firstRow);
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
  return { kind: 'text', starts, ends, valid, cell: () => value };
}

/** Cells are rewritten where they lie: a column that is read into two gets memory for the second. */
function apart(arena: Arena, columns: readonly KernelColumn[], rows: number): readonly KernelColumn[] {
  const seen = new Set<KernelColumn>();
  return columns.map((column) => {
    if (!seen.has(column)) {
      seen.add(column);
      return column;
    }
    if (column.kind === 'other') return column;
    const valid = copy(arena, column.valid, rows);
    if (column.kind !== 'text') return { ...column, valid };
    return { ...column, valid, starts: copy(arena, column.starts, rows * 4), ends: copy(arena, column.ends, rows * 4) };
  });
}

function copy(arena: Arena, from: number, length: number): number {
  const at = arena.alloc(length);
  arena.bytes(at, length).set(arena.bytes(from, length));
  return at;
}
