import { rankBytes } from './sort-entries';
import { placeRank } from './staged-entry';

/**
 * The rows that mergeBuckets wrote, as columns: side, file and status of i32, row of i64, key and row digests as Parquet
 * lays texts out, with four bytes of length ahead.
 */
export function differingRows(
  rows: usize,
  count: u32,
  source: usize,
  target: usize,
  side: usize,
  file: usize,
  row: usize,
  keyDigest: usize,
  rowDigest: usize,
  status: usize,
): void {
  for (let i: usize = 0; i < count; i++) {
    const packed = load<u32>(rows + (i << 2));
    const rank = (packed & 1 ? target : source) + (packed >> 3) * rankBytes;
    const place = placeRank(load<u64>(rank));
    const entry = <usize>load<u32>(rank, 8);
    store<u32>(side + (i << 2), packed & 1);
    store<u32>(status + (i << 2), (packed >> 1) & 3);
    store<u32>(file + (i << 2), <u32>(place >> 40));
    store<u64>(row + (i << 3), place & 0xff_ffff_ffff);
    copyDigest(keyDigest + i * 36, entry);
    copyDigest(rowDigest + i * 36, entry + 32);
  }
}

function copyDigest(to: usize, digest: usize): void {
  store<u32>(to, 32);
  v128.store(to, v128.load(digest), 4);
  v128.store(to, v128.load(digest, 16), 20);
}
