import { TallyError } from '../../../contract/problem.ts';
import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import { allEntries, type EntryStore } from '../hash/entry-store.ts';
import { placeOf, stagedEntryBytes } from '../hash/staged-entry.ts';

/** A group of staged entries, and the canonical stage of the same rows. */
export interface CellsRequest {
  readonly entriesIn: EntryStore;
  readonly canonicalPath: string;
  /** Which of the canonical columns. */
  readonly column: number;
  readonly out: string;
}

/** The canonical texts of one column, one for each entry in the order of the entries. */
export function* entryCells({ entriesIn, canonicalPath, column }: CellsRequest): Generator<string | null> {
  const reader = new PlainParquetReader(canonicalPath);
  try {
    const at = (name: string) => reader.columns.findIndex((one) => one.name === name);
    const [rows, cells] = reader.readGroup(0, [at('r'), at(`c${column}`)]);
    if (reader.groups.length !== 1 || rows?.kind !== 'int64' || cells?.kind !== 'text')
      throw new TallyError('internal', 'A canonical stage is not as it was written', canonicalPath);
    const places = new Map<number, number>();
    rows.values.forEach((row, i) => places.set(Number(row), i));
    const bytes = Buffer.from(cells.bytes.buffer, cells.bytes.byteOffset, cells.bytes.byteLength);
    const entries = allEntries(entriesIn);
    const view = new DataView(entries.buffer, entries.byteOffset, entries.length);
    for (let entry = 0; entry < entries.length; entry += stagedEntryBytes) {
      const i = places.get(placeOf(view, entry).row)!;
      yield cells.valid[i] === 0 ? null : bytes.toString('utf8', cells.starts[i], cells.ends[i]);
    }
  } finally {
    reader.close();
  }
}
