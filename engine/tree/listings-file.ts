import { TallyError } from '../../contract/problem.ts';
import { bucketOf, entryBytes } from './bucket.ts';

const headBytes = 8;

/** One bucket of a `.listings` file (formats.md section 8): its number and count, each 4 bytes big-endian, its entries. */
export function listingRecord(bucket: number, listing: Uint8Array): Uint8Array {
  const record = Buffer.alloc(headBytes + listing.length);
  record.writeUInt32BE(bucket, 0);
  record.writeUInt32BE(listing.length / entryBytes, 4);
  record.set(listing, headBytes);
  return record;
}

export interface BucketListing {
  readonly bucket: number;
  /** Sorted entries, all of this bucket. */
  readonly listing: Uint8Array;
}

/**
 * Reads a `.listings` file from its bytes in any chunks. Buckets must ascend and entries be sorted and lie in their
 * bucket; else `evidence_unsound` at `where`: a listing that a careless reader would take twice or in the wrong place.
 */
export async function* readListings(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  depth: number,
  where: string,
): AsyncGenerator<BucketListing> {
  const unsound = (what: string) => new TallyError('evidence_unsound', what, where);
  let waiting: Uint8Array[] = [];
  let available = 0;
  let needed = headBytes;
  let head: { bucket: number; bytes: number } | null = null;
  let last = -1;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    available += chunk.length;
    if (available < needed) continue;
    let bytes: Uint8Array = Buffer.concat(waiting);
    while (bytes.length >= needed) {
      const part = bytes.subarray(0, needed);
      bytes = bytes.subarray(needed);
      if (head === null) {
        const view = new DataView(part.buffer, part.byteOffset, headBytes);
        head = { bucket: view.getUint32(0), bytes: view.getUint32(4) * entryBytes };
        if (head.bucket <= last || head.bucket >= 2 ** depth)
          throw unsound(`Bucket ${head.bucket} is out of order or out of range`);
        needed = head.bytes;
      } else {
        if (!isSortedIn(part, head.bucket, depth))
          throw unsound(`The listing of bucket ${head.bucket} is not in order`);
        yield { bucket: head.bucket, listing: part };
        last = head.bucket;
        head = null;
        needed = headBytes;
      }
    }
    waiting = [bytes];
    available = bytes.length;
  }
  if (head !== null || available > 0) throw unsound('The listings are cut off');
}

/** Ascending, equal entries allowed, and every entry of this bucket. */
function isSortedIn(listing: Uint8Array, bucket: number, depth: number): boolean {
  for (let at = 0; at < listing.length; at += entryBytes) {
    if (bucketOf(listing, depth, at) !== bucket) return false;
    if (at > 0 && Buffer.compare(listing.subarray(at - entryBytes, at), listing.subarray(at, at + entryBytes)) > 0)
      return false;
  }
  return true;
}
