import type { PlainColumn } from '../../snapshot/parquet/plain-column.ts';
import { smallPages } from '../../snapshot/parquet/plain-pages.ts';
import { PlainParquetWriter } from '../../snapshot/parquet/plain-parquet-writer.ts';

/** Rows of differing keys, a value a row. */
export interface DifferingRows {
  /** 0 is the source. */
  readonly side: Int32Array;
  readonly file: Int32Array;
  readonly row: BigInt64Array;
  /** A digest a row, with its length ahead in four bytes, as Parquet lays texts out. */
  readonly keyDigest: Uint8Array;
  readonly rowDigest: Uint8Array;
  readonly status: Int32Array;
}

export const digestCellBytes = 36;

/**
 * A Parquet file of such rows of one range of buckets, in the order of the listing: side, f, r, kd, rd, st, and o, which
 * orders the rows of all ranges: it is above 2^32 times the range.
 */
export interface DifferingFile {
  readonly path: string;
  readonly rows: number;
  readonly range: number;
}

export function writeDifferingRows(path: string, range: number, rows: DifferingRows): DifferingFile {
  const count = rows.side.length;
  const valid = new Uint8Array(count).fill(1);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const order = new Uint32Array(count * 2);
  for (let i = 0; i < count; i++) {
    starts[i] = i * digestCellBytes + 4;
    ends[i] = (i + 1) * digestCellBytes;
    order[i * 2] = i;
    order[i * 2 + 1] = range;
  }
  const digests = (bytes: Uint8Array): PlainColumn => ({ kind: 'text', starts, ends, bytes, valid });
  const writer = new PlainParquetWriter(
    path,
    [
      { name: 'side', kind: 'int32' },
      { name: 'f', kind: 'int32' },
      { name: 'r', kind: 'int64' },
      { name: 'kd', kind: 'text', blob: true },
      { name: 'rd', kind: 'text', blob: true },
      { name: 'st', kind: 'int32' },
      { name: 'o', kind: 'int64' },
    ],
    null,
  );
  writer.writeGroup(
    [
      { kind: 'int32', values: rows.side, valid },
      { kind: 'int32', values: rows.file, valid },
      { kind: 'int64', values: rows.row, valid },
      digests(rows.keyDigest),
      digests(rows.rowDigest),
      { kind: 'int32', values: rows.status, valid },
      { kind: 'int64', values: new BigInt64Array(order.buffer), valid },
    ],
    count,
    smallPages,
  );
  writer.end();
  return { path, rows: count, range };
}
