import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn, TextCells } from '../../kernel/row-batch.ts';
import { DirectParquet } from '../../snapshot/parquet/direct-parquet.ts';
import { NotDirect } from '../../snapshot/parquet/not-direct.ts';
import { encodeRecord } from '../../canonical/record.ts';
import type { Side } from '../../../contract/side.ts';
import type { DrilledRow } from './drilled-rows.ts';
import type { ListedTable } from './listed-table.ts';

/** A row group and what is made of it take no more than that. */
const mostBytes = 2 ** 30;
/** A digest as `0x` and hex. */
const digestLength = 66;

/** A row group of drilled rows in kernel memory: addresses. */
export interface DrilledColumns {
  readonly rows: number;
  /** i32 each; `row` is i64. */
  readonly side: number;
  readonly file: number;
  readonly row: number;
  readonly status: number;
  /** Starts of `0x` and hex. */
  readonly keyDigests: number;
  readonly rowDigests: number;
  readonly cells: readonly TextCells[];
  readonly cell: (column: number, row: number) => string | null;
  readonly at: (row: number) => DrilledRow;
}

/** Throws NotDirect where the kernel has no memory for it. */
export function readDrilled(
  kernel: Kernel,
  arena: Arena,
  table: ListedTable,
  { path, group }: { readonly path: string; readonly group: number },
): DrilledColumns {
  const reader = new DirectParquet(path, path);
  try {
    const names = ['side', 'f', 'r', 'kd', 'rd', 'st', ...table.columns.map((_, c) => `c${c}`)];
    const { rows, columns } = reader.readGroup(kernel, arena, group, names, 0, mostBytes);
    const [side, file, row, keyDigests, rowDigests, status, ...cells] = columns;
    const laid = {
      rows,
      side: valuesOf(side, 'int32'),
      file: valuesOf(file, 'int32'),
      row: valuesOf(row, 'int64'),
      status: valuesOf(status, 'int32'),
      keyDigests: digestsOf(arena, keyDigests, rows),
      rowDigests: digestsOf(arena, rowDigests, rows),
      cells: cells.map((column) => textsOf(column)),
      cell: (column: number, at: number) => cells[column]!.cell(at) as string | null,
    };
    return { ...laid, at: (at) => rowAt(arena, table, laid, at) };
  } finally {
    reader.close();
  }
}

function valuesOf(column: KernelColumn | undefined, kind: 'int32' | 'int64'): number {
  if (column?.kind !== kind) throw new NotDirect('drilled rows are not as they are written');
  return column.values;
}

function textsOf(column: KernelColumn | undefined): TextCells {
  if (column?.kind !== 'text') throw new NotDirect('drilled rows are not as they are written');
  return column;
}

function digestsOf(arena: Arena, column: KernelColumn | undefined, rows: number): number {
  const { starts, ends } = textsOf(column);
  const [from, to] = [arena.u32(starts, rows), arena.u32(ends, rows)];
  for (let row = 0; row < rows; row++)
    if (to[row]! - from[row]! !== digestLength) throw new NotDirect('drilled rows are not as they are written');
  return starts;
}

function rowAt(
  arena: Arena,
  { columns, files }: ListedTable,
  { side, file, row, status, keyDigests, rowDigests, cell }: Omit<DrilledColumns, 'at'>,
  at: number,
): DrilledRow {
  const view = arena.view();
  const hex = (starts: number): string =>
    Buffer.from(arena.bytes(view.getUint32(starts + at * 4, true) + 2, digestLength - 2)).toString('latin1');
  const cells = columns.map((_, c) => cell(c, at));
  const on: Side = view.getInt32(side + at * 4, true) === 0 ? 'source' : 'target';
  const types = columns.map(({ type }) => type);
  return {
    side: on,
    status: view.getInt32(status + at * 4, true),
    cells,
    keyDigest: hex(keyDigests),
    place: {
      record: encodeRecord(types, cells),
      digest: hex(rowDigests),
      file: files[on][view.getInt32(file + at * 4, true)]!,
      row: String(view.getBigInt64(row + at * 8, true) + 1n),
    },
  };
}
