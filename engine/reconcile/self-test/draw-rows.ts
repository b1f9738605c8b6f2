import { createHash } from 'node:crypto';
import { TallyError } from '../../../contract/problem.ts';
import type { CanonicalType, Reading } from '../../canonical/types.ts';
import type { PlainColumn } from '../../snapshot/parquet/plain-column.ts';
import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import { bucketOf, entryBytes } from '../../tree/bucket.ts';
import { digestBytes, loadHash, type HashName } from '../../tree/hashes.ts';
import { leafHash } from '../../tree/merkle.ts';
import { sparsePath } from '../../tree/sparse-root.ts';
import { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { CsvOptions } from '../../snapshot/csv/csv-options.ts';
import type { ScannedFile } from '../../snapshot/files/input-file.ts';
import { partsOf, readPart } from '../hash/direct-batches.ts';
import { cellsAt } from './cells-at.ts';
import { digestNodesIn } from '../fold/digest-nodes.ts';
import { formlessMark, type RawColumn } from '../../snapshot/raw-column.ts';
import { readSlices } from '../hash/entry-store.ts';
import type { HashedGroup } from '../hash/hash-rows.ts';
import { sparseLeaves, type LeavesFile } from '../fold/leaves-file.ts';
import type { RawKind } from '../hash/raw-cells.ts';
import { sortEntries } from '../fold/sort-entries.ts';
import { placeOf, stagedEntryBytes } from '../hash/staged-entry.ts';
import { alterationsOf, type AlterationName, type RawValue } from './alterations.ts';
import { WrittenRows, type Cell } from './written-rows.ts';

/** A column of the plan, and which of a raw stage's it is read from. */
export interface TestedColumn {
  readonly type: CanonicalType;
  readonly reading: Reading;
  readonly column: string;
}

/** An export's file and its raw stage, null where it was read without one. */
export interface TestedFile {
  readonly file: ScannedFile;
  readonly csv: CsvOptions;
  readonly raw: { readonly path: string; readonly columns: readonly RawColumn[] } | null;
}

export interface DrawRequest {
  readonly seed: string;
  readonly rows: number;
  readonly depth: number;
  readonly hash: HashName;
  /** The side's leaf hashes. */
  readonly leaves: readonly LeavesFile[];
  /** The side's entries by partition. */
  readonly groups: readonly Pick<HashedGroup, 'entriesIn' | 'offsets'>[];
  readonly files: readonly TestedFile[];
  readonly columns: readonly TestedColumn[];
  readonly out: string;
}

/** A row of the file that was written: a row of the export as it is, or with one value altered. */
export interface TestedRow {
  /** Which of the rows drawn. */
  readonly drawn: number;
  /** The column that was altered, and how; null for the row as it is. */
  readonly altered: {
    readonly column: number;
    readonly name: AlterationName;
    readonly kind: RawKind;
    readonly from: RawValue;
    readonly to: RawValue;
  } | null;
}

export interface DrawnRows {
  /** A raw stage of the rows drawn and of each with every alteration. */
  readonly path: string;
  /** Rows of each of its row groups. */
  readonly groups: readonly number[];
  /** About as many as were written. */
  readonly bytes: number;
  readonly columns: readonly RawColumn[];
  /** The file that all of them are of. */
  readonly file: number;
  readonly bucket: number;
  readonly rows: readonly TestedRow[];
  /** The bucket's entries, 64 bytes each, in order. */
  readonly listing: Uint8Array;
  /** Where in the listing each row drawn stands. */
  readonly at: readonly number[];
  /** From the bucket's leaf to the root, nearest first. */
  readonly proof: readonly Uint8Array[];
}

/** Where more than that is written of a side no further row is drawn. */
export const mostBytes = 1 << 28;

/** Draws a bucket and rows of it by the seed, and writes them raw, as they are and altered. */
export async function drawRows(request: DrawRequest, kernel: Kernel | null): Promise<DrawnRows> {
  const hash = await loadHash(request.hash);
  const leaves = sparseLeaves(request.leaves);
  // Where the other side alone has rows, this one's leaf is given too, and is the empty bucket's.
  const empty = leafHash(hash, new Uint8Array(0));
  const filled = leaves.at.filter((_, i) => empty.some((byte, b) => leaves.digests[i * digestBytes + b] !== byte));
  const bucket = filled[drawnBy(`${request.seed} bucket`, filled.length)]!;
  const proof = sparsePath(hash, 2 ** request.depth, leaves, bucket, digestNodesIn(kernel, hash));
  const { bytes, order } = entriesOf(request, bucket);
  const view = new DataView(bytes.buffer);
  const listing = new Uint8Array(order.length * entryBytes);
  order.forEach((at, i) => listing.set(bytes.subarray(at, at + entryBytes), i * entryBytes));
  const first = drawnBy(`${request.seed} row`, order.length);
  const round = order.map((_, i) => (first + i) % order.length);
  // Of one file, for files of one table may hold a column in different kinds.
  const { file } = placeOf(view, order[first]!);
  const at = [...round].filter((entry) => placeOf(view, order[entry]!).file === file).slice(0, request.rows);
  const tested = request.files[file]!;
  const rowsAt = at.map((entry) => placeOf(view, order[entry]!).row);
  const kinds = tested.raw?.columns ?? textColumns(request.columns);
  const raw =
    tested.raw === null
      ? await readExportRows(tested, kinds, rowsAt, kernel)
      : rowsAt.map((row) => readRow(tested.raw!.path, row));
  const places = new Map(kinds.map(({ name }, index) => [name, index]));

  const written = new WrittenRows(request.out, raw[0]!.kinds);
  const rows: TestedRow[] = [];
  let drawn = 0;
  // Of rows that are long or wide the first is enough: each is written and digested again for every alteration.
  for (; drawn < raw.length && written.bytes <= mostBytes; drawn++) {
    const { values } = raw[drawn]!;
    written.add({ values });
    rows.push({ drawn, altered: null });
    request.columns.forEach(({ type, reading, column: name }, column) => {
      const index = places.get(name)!;
      const { kind } = kinds[index]!;
      const from = values[index]!;
      // A row with a value that has no form has no entry, and is not among these.
      if (from instanceof Uint8Array) return;
      for (const { name: how, value: to } of alterationsOf(from, kind, type, reading)) {
        written.add({ values, altered: { index, to } });
        rows.push({ drawn, altered: { column, name: how, kind, from, to } });
      }
    });
  }
  const groups = written.close();
  return {
    ...{ path: request.out, groups, bytes: written.bytes, columns: kinds, file, bucket, rows, listing, proof },
    at: at.slice(0, drawn),
  };
}

/** A number below `count`, by the seed alone. */
const drawnBy = (seed: string, count: number): number =>
  Number(BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`) % BigInt(count));

function entriesOf({ groups, depth }: DrawRequest, bucket: number) {
  const found: Uint8Array[] = [];
  for (const group of groups) {
    const slice = sliceOf(group, bucket, depth);
    const bytes = new Uint8Array(slice.bytes);
    readSlices([slice], bytes);
    for (let at = 0; at < bytes.length; at += stagedEntryBytes)
      if (bucketOf(bytes, depth, at) === bucket) found.push(bytes.slice(at, at + stagedEntryBytes));
  }
  const bytes = new Uint8Array(found.length * stagedEntryBytes);
  found.forEach((entry, i) => bytes.set(entry, i * stagedEntryBytes));
  return { bytes, order: sortEntries(bytes) };
}

/** The part of a group's entries that holds the bucket's, with others of their partitions. */
function sliceOf({ entriesIn: store, offsets }: DrawRequest['groups'][number], bucket: number, depth: number) {
  const bits = Math.log2(offsets.length - 1);
  const from = depth >= bits ? Math.floor(bucket / 2 ** (depth - bits)) : bucket * 2 ** (bits - depth);
  const to = depth >= bits ? from + 1 : (bucket + 1) * 2 ** (bits - depth);
  return { store, start: offsets[from]!, bytes: offsets[to]! - offsets[from]! };
}

/** The export's columns, each once, as the texts that a row of an export without a stage is read as. */
const textColumns = (columns: readonly TestedColumn[]): readonly RawColumn[] =>
  [...new Set(columns.map(({ column }) => column))].map((name) => ({ name, kind: 'text' }));

/** The same of an export that was read without a stage: each cell as its source writes it. */
async function readExportRows(
  { file, csv }: TestedFile,
  columns: readonly RawColumn[],
  places: readonly number[],
  kernel: Kernel | null,
): Promise<{ values: Cell[]; kinds: PlainColumn['kind'][] }[]> {
  if (kernel === null) throw new TypeError('What the kernel has read is read again by it');
  const names = columns.map(({ name }) => name);
  const kinds = columns.map(() => 'text' as const);
  const cells = await cellsAt(partsOf(file, csv), places, (part) => readPart(kernel, new Arena(kernel), part, names));
  return places.map((row) => {
    const values = cells.get(row);
    if (values === undefined) throw new TallyError('input_changed', 'The file has fewer rows than it had', file.name);
    return { values: [...values], kinds };
  });
}

/** The raw values of one row, in the order of the stage's columns. */
function readRow(rawPath: string, row: number): { values: Cell[]; kinds: PlainColumn['kind'][] } {
  const reader = new PlainParquetReader(rawPath);
  try {
    let group = 0;
    while (row >= reader.groups[group]!.rows) row -= reader.groups[group++]!.rows;
    const columns = reader.readGroup(group);
    return { values: columns.map((column) => valueOf(column, row)), kinds: columns.map(({ kind }) => kind) };
  } finally {
    reader.close();
  }
}

function valueOf(column: PlainColumn, row: number): Cell {
  if (column.valid[row] === 0) return null;
  if (column.kind === 'double') return column.values[row]!;
  if (column.kind !== 'text') return String(column.values[row]);
  const bytes = Buffer.from(column.bytes.subarray(column.starts[row], column.ends[row]));
  return bytes[0] === formlessMark ? bytes : bytes.toString('utf8');
}
