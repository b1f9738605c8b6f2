import { bucketOf, entryBytes } from '../../tree/bucket.ts';
import type { Hash } from '../../tree/hashes.ts';
import type { FileBytes } from './file-bytes.ts';
import { demand } from './judge.ts';

const headBytes = 8;
const keyBytes = entryBytes / 2;

/** One bucket's entries in a `.listings` file, by byte offsets: a listing may be larger than memory. */
export interface BucketRun {
  readonly file: FileBytes;
  readonly bucket: number;
  readonly from: number;
  readonly to: number;
}

/** The bucket whose head is at `at`; null at the end of the file. */
export function runAt(file: FileBytes, at: number): BucketRun | null {
  if (at === file.size) return null;
  const head = file.at(at, headBytes);
  const view = new DataView(head.buffer, head.byteOffset, headBytes);
  const from = at + headBytes;
  const to = from + view.getUint32(4) * entryBytes;
  demand(to <= file.size, 'The listings are cut off', file.name);
  return { file, bucket: view.getUint32(0), from, to };
}

export const entryAt = ({ file }: BucketRun, at: number): Uint8Array => file.at(at, entryBytes);

/** Compares the key digests, or the row digests, of two entries. */
export const compareKeys = (a: Uint8Array, b: Uint8Array): number =>
  Buffer.compare(a.subarray(0, keyBytes), b.subarray(0, keyBytes));
export const compareRows = (a: Uint8Array, b: Uint8Array): number =>
  Buffer.compare(a.subarray(keyBytes), b.subarray(keyBytes));

/**
 * The leaf hash of a run, whose entries must ascend, lie in its bucket and, in a table without a key, have their row
 * digest for a key digest.
 */
export function leafOfRun(run: BucketRun, depth: number, keyed: boolean, hash: Hash): Uint8Array {
  const digester = hash.start().update(Uint8Array.of(0));
  let last: Uint8Array | null = null;
  for (const piece of run.file.pieces(run.from, run.to)) {
    digester.update(piece);
    for (let at = 0; at < piece.length; at += entryBytes) {
      const entry = piece.subarray(at, at + entryBytes);
      const where = `${run.file.name}, bucket ${run.bucket}`;
      demand(bucketOf(entry, depth) === run.bucket, 'An entry lies in another bucket', where);
      demand(last === null || Buffer.compare(last, entry) <= 0, 'The entries are not in order', where);
      demand(
        keyed || compareKeys(entry, entry.subarray(keyBytes)) === 0,
        'A row without a key has a key digest of its own',
        where,
      );
      last = entry;
    }
  }
  return digester.digest();
}
