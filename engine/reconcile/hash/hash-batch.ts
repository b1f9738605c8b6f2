import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { RowBatch } from '../../kernel/row-batch.ts';
import type { HashName } from '../../tree/hashes.ts';
import { CanonicalCells, type Marks } from './canonical-cells.ts';
import { storeEntries, type EntryStore } from './entry-store.ts';
import { FormlessList } from './formless-list.ts';
import type { HashColumn, HashedGroup } from './hash-rows.ts';
import { RecordBatches } from './record-batches.ts';
import { stagedEntryBytes } from './staged-entry.ts';
import { writeCells } from './write-cells.ts';

export interface BatchRequest {
  readonly file: number;
  /** In canonical order. */
  readonly columns: readonly Pick<HashColumn, 'type' | 'reading'>[];
  readonly key: readonly number[];
  readonly hash: HashName;
  readonly partitionBits: number;
  /** Memory for the entries of all rows; null where they go to the disk. */
  readonly room: Uint8Array<SharedArrayBuffer> | null;
  /** Path prefix of what is written. */
  readonly out: string;
  /** Whether DuckDB needs the canonical texts on disk. */
  readonly stage: boolean;
}

/** A batch of rows in kernel memory to canonical cells, records, digests and entries on disk, scattered by partition. */
export function hashBatch(kernel: Kernel, arena: Arena, batch: RowBatch, request: BatchRequest): HashedGroup {
  const { rows, firstRow, at } = batch;
  const placeOf = (row: number): number => firstRow + (at === undefined ? row : at[row]!);
  const { columns, file, out } = request;
  const marks: Marks = { drop: zeros(arena, rows), altered: zeros(arena, rows) };
  const readers = columns.map(({ type, reading }) => new CanonicalCells(kernel, arena, type, reading));
  const formless: (readonly [row: number, column: number, text: string])[] = [];
  const cells = batch.columns.map((column, c) =>
    readers[c]!.read(column, rows, marks, (row, text) => formless.push([row, c, text])),
  );
  const list = listFormless(`${out}.formless.parquet`, formless, file, placeOf);
  const canonical = request.stage
    ? writeCells(kernel, arena, {
        path: `${out}.canonical.parquet`,
        cells,
        rows,
        drop: marks.drop,
        file,
        placeOf,
        floats: [],
      })
    : null;

  const entriesAt = arena.alloc((rows - list.rows) * stagedEntryBytes + 16);
  const records = new RecordBatches(kernel, arena, cells, columns, request.key, request.hash);
  const entries = records.digest(batch, marks, entriesAt, file);
  const { entriesIn, offsets } = scatter(kernel, arena, entriesAt, entries, request);
  return {
    rows,
    excluded: 0,
    unrepresentable: list.rows,
    entries,
    altered: readers.map(({ altered }) => [...altered]),
    canonical,
    formless: list.path,
    entriesIn,
    offsets,
  };
}

/** Stores the entries by partition; says where each starts, in bytes, and the end. */
function scatter(
  kernel: Kernel,
  arena: Arena,
  entriesAt: number,
  entries: number,
  { partitionBits, room, out }: BatchRequest,
): { readonly entriesIn: EntryStore; readonly offsets: number[] } {
  const scattered = arena.alloc(entries * stagedEntryBytes);
  const offsets = arena.alloc((2 ** partitionBits + 1) * 4);
  kernel.scatterEntries(entriesAt, entries, partitionBits, scattered, offsets);
  const bytes = arena.bytes(scattered, entries * stagedEntryBytes);
  return {
    entriesIn: storeEntries(bytes, room, `${out}.entries`),
    offsets: [...arena.u32(offsets, 2 ** partitionBits + 1)],
  };
}

function zeros(arena: Arena, rows: number): number {
  const at = arena.alloc(rows);
  arena.bytes(at, rows).fill(0);
  return at;
}

/** The list is by row, and within a row by column. */
function listFormless(
  path: string,
  found: (readonly [row: number, column: number, text: string])[],
  file: number,
  placeOf: (row: number) => number,
): { readonly rows: number; readonly path: string | null } {
  const list = new FormlessList(path);
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let last = -1;
  for (const [row, column, text] of found) {
    list.add(file, placeOf(row), column, text);
    if (row !== last) list.closeRow();
    last = row;
  }
  return { rows: list.rows, path: list.close() };
}
