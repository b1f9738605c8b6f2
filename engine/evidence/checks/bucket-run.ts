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
export const compareKeys = (a: Uint8Array, b: Uint8Array): number => compareAt(a, 0, b, 0, keyBytes);
export const compareRows = (a: Uint8Array, b: Uint8Array): number => compareAt(a, keyBytes, b, keyBytes, keyBytes);

/** Mostly one of the first bytes decides, which costs less than a call into native code and its two views. */
function compareAt(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number, length: number): number {
  for (let i = 0; i < length; i++) {
    const apart = a[aAt + i]! - b[bAt + i]!;
    if (apart !== 0) return apart;
  }
  return 0;
}

/**
 * How many entries from `s` and `t` on are equal one by one, each the only one of its key on its side: most of a
 * listing, passed over without a view each. It stops where the windows end, so 0 says nothing.
 */
export function matchedFrom(source: BucketRun, s: number, target: BucketRun, t: number): number {
  if (s >= source.to || t >= target.to) return 0;
  const [a, b] = [source.file.view(s), target.file.view(t)];
  const [aEnd, bEnd] = [source.to - s, target.to - t];
  const isAlone = (bytes: Uint8Array, at: number, end: number): boolean =>
    at + entryBytes === end ||
    (at + 2 * entryBytes <= bytes.length && compareAt(bytes, at, bytes, at + entryBytes, keyBytes) !== 0);
  let at = 0;
  for (const end = Math.min(aEnd, bEnd, a.length, b.length); at + entryBytes <= end; at += entryBytes)
    if (compareAt(a, at, b, at, entryBytes) !== 0 || !isAlone(a, at, aEnd) || !isAlone(b, at, bEnd)) break;
  return at / entryBytes;
}

/**
 * The leaf hash of a run, whose entries must ascend, lie in its bucket and, in a table without a key, have their row
 * digest for a key digest.
 */
export function leafOfRun(run: BucketRun, depth: number, keyed: boolean, hash: Hash): Uint8Array {
  const digester = hash.start().update(Uint8Array.of(0));
  const where = `${run.file.name}, bucket ${run.bucket}`;
  let last: Uint8Array | null = null;
  for (const piece of run.file.pieces(run.from, run.to)) {
    digester.update(piece);
    for (let at = 0; at < piece.length; at += entryBytes) {
      demand(bucketOf(piece, depth, at) === run.bucket, 'An entry lies in another bucket', where);
      const inOrder =
        at > 0
          ? compareAt(piece, at - entryBytes, piece, at, entryBytes) <= 0
          : last === null || compareAt(last, 0, piece, 0, entryBytes) <= 0;
      demand(inOrder, 'The entries are not in order', where);
      const hasKey = keyed || compareAt(piece, at, piece, at + keyBytes, keyBytes) === 0;
      demand(hasKey, 'A row without a key has a key digest of its own', where);
    }
    last = piece.subarray(piece.length - entryBytes);
  }
  return digester.digest();
}
