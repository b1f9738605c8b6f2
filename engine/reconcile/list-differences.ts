import type { CanonicalType } from '../canonical/types.ts';
import { sides, type BySide, type Side } from '../../contract/side.ts';
import { encodeRecord } from '../canonical/record.ts';
import { PlainParquetReader } from '../snapshot/plain-parquet-reader.ts';
import { rawCells } from './raw-cells.ts';
import type { Difference, DifferenceSide } from '../evidence/difference.ts';
import { DifferenceWriter } from './difference-writer.ts';
import { rowStatus } from './merge-bucket.ts';
import { loadHash, type Hash, type HashName } from '../tree/hashes.ts';
import { withinTolerance, type Tolerance } from './tolerance.ts';

export interface ListedTable {
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: CanonicalType;
    readonly tolerance: string | null;
  }[];
  /** Indexes into columns. */
  readonly key: readonly number[];
  readonly files: BySide<readonly string[]>;
  /** Lists of values without form, in order of file and row group. */
  readonly formless: BySide<readonly string[]>;
  /** Files of the drilled rows, end to end in the order of the listing: side, f, r, kd, rd, st, c0 …; none when nothing differs. */
  readonly drilled: readonly string[];
}

export interface ListRequest {
  readonly tables: readonly ListedTable[];
  readonly hash: HashName;
  /** Folder of the package in the making. */
  readonly folder: string;
}

/** One row that differs in a column: canonical texts. */
export interface Example {
  readonly key: readonly (string | null)[];
  readonly source: string | null;
  readonly target: string | null;
}

export interface ListedColumn {
  changed: number;
  withinTolerance: number;
  /** Sum of |source - target| within tolerance, in units of the column's last digit. */
  toleranceSum: bigint;
  /** The first of the listing outside tolerance; null: none. */
  example: Example | null;
}

export interface ListedDifferences {
  readonly tables: readonly {
    readonly changed: number;
    readonly withinTolerance: number;
    readonly columns: readonly ListedColumn[];
    /** Rows of differing keys whose texts do not have the digests of their entry. */
    readonly unlike: number;
  }[];
  readonly lines: number;
  /** CSV cells that got a leading apostrophe, since a spreadsheet would have run them. */
  readonly escapedCells: number;
  readonly sha256: Readonly<Record<'differences.ndjson' | 'differences.csv' | 'differences.parquet', string>>;
}

/**
 * Writes differences.ndjson and its two views from the drilled rows. On the way tolerances are judged exactly, and every
 * row is digested again: what DuckDB joined must be what the hash path found to differ.
 */
export async function listDifferences(request: ListRequest): Promise<ListedDifferences> {
  const hash = await loadHash(request.hash);
  const writer = new DifferenceWriter(request.folder);
  const tables = request.tables.map((table) => {
    for (const side of sides) for (const path of table.formless[side]) listFormless(table, side, path, writer);
    return listTable(table, hash, writer);
  });
  return { tables, ...writer.close() };
}

function listFormless(table: ListedTable, side: Side, path: string, writer: DifferenceWriter): void {
  const reader = new PlainParquetReader(path);
  for (let group = 0; group < reader.groups.length; group++) {
    const [f, r, c, text] = reader.readGroup(group).map((column) => rawCells(column, 'text'));
    for (let row = 0; row < reader.groups[group]!.rows; row++) {
      const place = {
        record: null,
        digest: null,
        file: table.files[side][Number(f!(row))]!,
        row: String(Number(r!(row)) + 1),
      };
      writer.write({
        table: table.name,
        kind: 'unrepresentable',
        key: null,
        keyDigest: null,
        columns: null,
        column: table.columns[Number(c!(row))]!.name,
        text: text!(row) as string,
        source: side === 'source' ? place : null,
        target: side === 'target' ? place : null,
      });
    }
  }
  reader.close();
}

/** Whether a row's cells, which DuckDB's path gave, have the digests that the hash path gave. */
function digestJudge({ columns, key }: ListedTable, hash: Hash): (row: DrilledRow) => boolean {
  const digest = (record: string) => Buffer.from(hash.digestShort(Buffer.from(record))).toString('hex');
  const types = key.map((c) => columns[c]!.type);
  return ({ keyDigest, cells, place }) => {
    const rowDigest = digest(place.record!);
    const keyRecord = () =>
      encodeRecord(
        types,
        key.map((c) => cells[c]!),
      );
    return rowDigest === place.digest && keyDigest === (key.length === 0 ? rowDigest : digest(keyRecord()));
  };
}

interface DrilledRow {
  readonly side: Side;
  readonly status: number;
  readonly cells: readonly (string | null)[];
  readonly keyDigest: string;
  readonly place: DifferenceSide;
}

function listTable(table: ListedTable, hash: Hash, writer: DifferenceWriter) {
  const columns: ListedColumn[] = table.columns.map(() => ({
    changed: 0,
    withinTolerance: 0,
    toleranceSum: 0n,
    example: null,
  }));
  const counts = { changed: 0, withinTolerance: 0, columns, unlike: 0 };
  const isAsDigested = digestJudge(table, hash);
  const tolerances = table.columns.map(({ type, tolerance }) => (tolerance === null ? null : { type, tolerance }));
  let waiting: DrilledRow | null = null;
  for (const row of drilledRows(table)) {
    if (!isAsDigested(row)) counts.unlike++;
    if (row.status === rowStatus.matched) continue;
    if (waiting !== null && row.status === rowStatus.pair && row.keyDigest === waiting.keyDigest) {
      writer.write(pairLine(table, waiting, row, tolerances, counts));
      waiting = null;
      continue;
    }
    // Half a pair: the other half was lost on DuckDB's path. Agreement 3 has said so; what is left is still listed.
    if (waiting !== null) writer.write(loneLine(table, waiting));
    waiting = row.status === rowStatus.pair ? row : null;
    if (waiting === null) writer.write(loneLine(table, row));
  }
  if (waiting !== null) writer.write(loneLine(table, waiting));
  return counts;
}

function loneLine(table: ListedTable, row: DrilledRow): Difference {
  const kind = row.status === rowStatus.left ? 'duplicate' : row.side === 'source' ? 'source_only' : 'target_only';
  return { ...head(table, row), kind, columns: [], ...placed(row) };
}

function pairLine(
  table: ListedTable,
  source: DrilledRow,
  target: DrilledRow,
  tolerances: readonly (Tolerance | null)[],
  counts: { changed: number; withinTolerance: number; columns: ListedColumn[] },
): Difference {
  const names: string[] = [];
  const line = head(table, source);
  let outside = false;
  for (const [c, { name }] of table.columns.entries()) {
    const [a, b] = [source.cells[c]!, target.cells[c]!];
    if (a === b) continue;
    names.push(name);
    const by = withinTolerance(tolerances[c]!, a, b);
    if (by === null) {
      outside = true;
      counts.columns[c]!.changed++;
      counts.columns[c]!.example ??= { key: line.key, source: a, target: b };
    } else {
      counts.columns[c]!.withinTolerance++;
      counts.columns[c]!.toleranceSum += by;
    }
  }
  if (outside) counts.changed++;
  else counts.withinTolerance++;
  const kind = outside ? 'changed' : 'within_tolerance';
  return { ...line, kind, columns: names, source: source.place, target: target.place };
}

const head = (table: ListedTable, row: DrilledRow) => ({
  table: table.name,
  key: (table.key.length === 0 ? table.columns.map((_, c) => c) : table.key).map((c) => row.cells[c]!),
  keyDigest: row.keyDigest,
});

const placed = ({ side, place }: DrilledRow) => ({
  source: side === 'source' ? place : null,
  target: side === 'target' ? place : null,
});

function* drilledRows(table: ListedTable): Generator<DrilledRow> {
  for (const path of table.drilled) yield* rowsOfFile(table, path);
}

function* rowsOfFile(table: ListedTable, path: string): Generator<DrilledRow> {
  const types = table.columns.map(({ type }) => type);
  const reader = new PlainParquetReader(path);
  for (let group = 0; group < reader.groups.length; group++) {
    const columns = reader.readGroup(group);
    const [side, f, r, , , status] = columns.map((column) => rawCells(column, 'text'));
    const texts = columns.slice(6).map((column) => rawCells(column, 'text') as (row: number) => string | null);
    const digest = (column: (typeof columns)[number], row: number): string =>
      column.kind === 'text'
        ? Buffer.from(column.bytes.subarray(column.starts[row], column.ends[row])).toString('hex')
        : '';
    for (let row = 0; row < reader.groups[group]!.rows; row++) {
      const cells = texts.map((text) => text(row));
      const at: Side = side!(row) === '0' ? 'source' : 'target';
      yield {
        side: at,
        status: Number(status!(row)),
        cells,
        keyDigest: digest(columns[3]!, row),
        place: {
          record: encodeRecord(types, cells),
          digest: digest(columns[4]!, row),
          file: table.files[at][Number(f!(row))]!,
          row: String(Number(r!(row)) + 1),
        },
      };
    }
  }
  reader.close();
}
