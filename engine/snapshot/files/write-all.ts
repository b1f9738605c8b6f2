import type { Hash } from 'node:crypto';
import { writeSync } from 'node:fs';

/**
 * So many bytes at a time: still in the processor's cache when they are written after they were digested. Linux takes a
 * folio of the page cache as large as what is written at once, and from a megabyte on those are blocks that a virtual
 * machine has given back to its host: writing them costs several times as much.
 */
const pieceBytes = 1 << 18;

/** Writes all of it, at `position` or else behind what was written last, and digests it on the way. */
export function writeAll(
  fd: number,
  bytes: Uint8Array,
  position: number | null = null,
  digest: Hash | null = null,
): void {
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const piece = bytes.subarray(from, from + pieceBytes);
    digest?.update(piece);
    for (let done = 0; done < piece.length;)
      done += writeSync(fd, piece, done, piece.length - done, position === null ? null : position + from + done);
  }
}
