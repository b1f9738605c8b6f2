import type { Side } from '../../../contract/side.ts';
import { encodeRecord } from '../../canonical/record.ts';
import type { DifferenceSide } from '../../evidence/differences/difference.ts';
import type { PlainColumn } from '../../snapshot/parquet/plain-column.ts';
import { rawCells } from '../hash/raw-cells.ts';
import type { Hash } from '../../tree/hashes.ts';
import type { ListedTable } from './listed-table.ts';

/** A row of a differing key. */
export interface DrilledRow {
  readonly side: Side;
  readonly status: number;
  readonly cells: readonly (string | null)[];
  readonly keyDigest: string;
  readonly place: DifferenceSide;
}

/** Reads rows of a row group of drilled rows: side, f, r, kd, rd, st, c0 …. */
export function drilledRows(table: ListedTable, columns: readonly PlainColumn[]): (row: number) => DrilledRow {
  const types = table.columns.map(({ type }) => type);
  const [side, f, r, , , status] = columns.map((column) => rawCells(column, 'text'));
  const texts = columns
    .slice(6, 6 + types.length)
    .map((column) => rawCells(column, 'text') as (row: number) => string | null);
  const digest = (column: PlainColumn, row: number): string =>
    column.kind === 'text'
      ? Buffer.from(column.bytes.subarray(column.starts[row], column.ends[row])).toString('hex')
      : '';
  return (row) => {
    const cells = texts.map((text) => text(row));
    const at: Side = side!(row) === '0' ? 'source' : 'target';
    return {
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
  };
}

/** Whether a row's cells, which DuckDB's path gave, have the digests that the hash path gave. */
export function digestJudge({ columns, key }: ListedTable, hash: Hash): (row: DrilledRow) => boolean {
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
