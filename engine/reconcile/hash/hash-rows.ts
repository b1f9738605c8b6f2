import { compileReading } from '../../canonical/read-value.ts';
import type { CanonicalType, Reading } from '../../canonical/types.ts';
import { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { RawCell, RowBatch } from '../../kernel/row-batch.ts';
import type { HashName } from '../../tree/hashes.ts';
import type { Where } from '../../plan/where.ts';
import { compileWhere } from '../../plan/where-eval.ts';
import { formlessMark } from '../../snapshot/raw-column.ts';
import type { PlainColumn } from '../../snapshot/parquet/plain-column.ts';
import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import { loadHash } from '../../tree/hashes.ts';
import { CanonicalStage } from './canonical-stage.ts';
import { hashBatch } from './hash-batch.ts';
import { storeEntries, type EntryStore } from './entry-store.ts';
import { FormlessList } from './formless-list.ts';
import { rawCells, type RawKind } from './raw-cells.ts';
import { RecordBuilder } from './record-builder.ts';
import { stageColumn } from './stage-batch.ts';
import { rowsOfBatch } from './rows-of-batch.ts';
import { scatterEntries } from './scatter-entries.ts';
import { stagedEntryBytes, writePlace } from './staged-entry.ts';

export interface RawColumnRef {
  /** Index in the raw stage file. */
  readonly raw: number;
  readonly kind: RawKind;
}

export interface HashColumn extends RawColumnRef {
  readonly type: CanonicalType;
  readonly reading: Reading;
}

export interface HashRequest {
  readonly rawPath: string;
  readonly group: number;
  /** Position in the file of the group's first row, from 0. */
  readonly firstRow: number;
  readonly file: number;
  /** In canonical order. */
  readonly columns: readonly HashColumn[];
  /** Indexes into columns, in the plan's key order; empty for a table without a key. */
  readonly key: readonly number[];
  readonly where: {
    readonly where: Where;
    readonly columns: readonly (RawColumnRef & { readonly name: string })[];
  } | null;
  readonly hash: HashName;
  readonly partitionBits: number;
  /** Memory for the entries of all rows; null where they go to the disk. */
  readonly room: Uint8Array<SharedArrayBuffer> | null;
  /** Path prefix of what is written. */
  readonly out: string;
}

export interface HashedGroup {
  readonly rows: number;
  readonly excluded: number;
  /** Rows with at least one value that has no form. */
  readonly unrepresentable: number;
  readonly entries: number;
  /** For each column, how many values each of its rules altered. */
  readonly altered: readonly (readonly number[])[];
  /** The canonical stage of the group, by its digest as it was meant to be written; null when no row is left. */
  readonly canonical: { readonly path: string; readonly sha256: string } | null;
  /** The list of values without form; null when there are none. */
  readonly formless: string | null;
  readonly entriesIn: EntryStore;
  /** Where each partition starts in the store, in bytes, and its end: 2^partitionBits + 1 numbers. */
  readonly offsets: readonly number[];
}

/** Reads one row group of a raw stage: canonical values, records, digests, entries; all that is per row happens here. */
export async function hashRows(request: HashRequest, kernel: Kernel | null): Promise<HashedGroup> {
  const reader = new PlainParquetReader(request.rawPath);
  const raw = reader.readGroup(request.group);
  reader.close();
  return kernel === null ? hashEach(request, raw) : hashTogether(request, raw, kernel);
}

function hashTogether(request: HashRequest, raw: readonly PlainColumn[], kernel: Kernel): HashedGroup {
  const arena = new Arena(kernel);
  const columns = request.columns.map(({ raw: i, kind }) => stageColumn(arena, raw[i]!, kind));
  const all: RowBatch = { rows: raw[0]?.valid.length ?? 0, firstRow: request.firstRow, columns };
  const keep = compileFilter(request, raw);
  if (keep === null) return hashBatch(kernel, arena, all, { ...request, stage: true });
  // A condition is asked of each row by itself, and what it leaves is a batch like any other.
  const kept: number[] = [];
  for (let row = 0; row < all.rows; row++) if (keep(row) === true) kept.push(row);
  const at = Uint32Array.from(kept);
  const batch = { ...all, rows: at.length, at, columns: rowsOfBatch(kernel, arena, all, at) };
  const hashed = hashBatch(kernel, arena, batch, { ...request, stage: true });
  return { ...hashed, rows: all.rows, excluded: all.rows - at.length };
}

/** A row at a time: where there is no WASM SIMD. */
async function hashEach(request: HashRequest, raw: readonly PlainColumn[]): Promise<HashedGroup> {
  const hash = await loadHash(request.hash);
  const rows = raw[0]?.valid.length ?? 0;

  const { columns, key } = request;
  const cellsOf = columns.map(({ raw: i, kind }) => rawCells(raw[i]!, kind));
  const readers = columns.map(({ type, reading }) => compileReading(type, reading));
  const bare = columns.map(({ raw: i, kind }, c) => {
    const column = raw[i]!;
    return kind === 'text' && readers[c]!.identity && column.kind === 'text' ? column : null;
  });
  const keep = compileFilter(request, raw);
  const record = new RecordBuilder(columns.map(({ type }) => type));
  const stage = new CanonicalStage(
    `${request.out}.canonical.parquet`,
    columns.map(({ type }) => type),
  );
  const formless = new FormlessList(`${request.out}.formless.parquet`);
  const entries = new Uint8Array(rows * stagedEntryBytes);
  const view = new DataView(entries.buffer);
  let excluded = 0;
  let staged = 0;

  for (let row = 0; row < rows; row++) {
    if (keep !== null && keep(row) !== true) {
      excluded++;
      continue;
    }
    record.start();
    const badBefore = formless.values;
    let altered = false;
    for (let c = 0; c < columns.length; c++) {
      const plain = bare[c];
      if (
        plain !== null &&
        plain !== undefined &&
        plain.valid[row] === 1 &&
        plain.bytes[plain.starts[row]!] !== formlessMark
      ) {
        record.textBytes(c, plain.bytes, plain.starts[row]!, plain.ends[row]!);
        continue;
      }
      const cell = cellsOf[c]!(row);
      const text = readCell(readers[c]!, cell);
      if (readers[c]!.lastAltered) altered = true;
      if (text === undefined) formless.add(request.file, request.firstRow + row, c, textOf(cell));
      record.cell(c, text ?? null);
    }
    if (formless.values > badBefore) {
      formless.closeRow();
      continue;
    }
    const bytes = record.record();
    const at = staged * stagedEntryBytes;
    const rowDigest = hash.digestShort(bytes);
    entries.set(rowDigest, at + 32);
    entries.set(key.length === 0 ? rowDigest : hash.digestShort(record.keyRecord(key)), at);
    writePlace(view, at, request.file, request.firstRow + row, altered);
    stage.add(record, request.file, request.firstRow + row);
    staged++;
  }

  const scattered = scatterEntries(entries.subarray(0, staged * stagedEntryBytes), request.partitionBits);
  return {
    rows,
    excluded,
    unrepresentable: formless.rows,
    entries: staged,
    altered: readers.map(({ altered }) => [...altered]),
    canonical: stage.close(),
    formless: formless.close(),
    entriesIn: storeEntries(scattered.entries, request.room, `${request.out}.entries`),
    offsets: scattered.offsets,
  };
}

function readCell(reader: { read(text: string | null): string | null | undefined }, cell: RawCell) {
  // A type without any form is not offered to the column's grammar, where its text might pass for something else.
  return cell !== null && typeof cell === 'object' ? undefined : reader.read(cell);
}

const textOf = (cell: RawCell): string => (cell === null ? '' : typeof cell === 'object' ? cell.formless : cell);

function compileFilter({ where }: HashRequest, raw: readonly PlainColumn[]) {
  if (where === null) return null;
  const cells = where.columns.map(({ raw: i, kind }) => rawCells(raw[i]!, kind));
  const judge = compileWhere(
    where.where,
    where.columns.map(({ name }) => name),
  );
  return (row: number): boolean | null =>
    judge(
      cells.map((cell) => {
        const value = cell(row);
        return value !== null && typeof value === 'object' ? value.formless : value;
      }),
    );
}
