import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { readFailed } from './read-failed.ts';

/** What stays in a core's cache while it is digested: read by the thread that takes it, not by one of a pool. */
const pieceBytes = 1 << 18;
/** So often others have their turn. */
const turnBytes = 1 << 24;

/**
 * Gives a file's bytes piece by piece to `take`, which keeps none of them: all come in the same memory, so that nothing
 * is left to be collected of a file of any size.
 */
export async function readPieces(
  path: string,
  name: string,
  take: (piece: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<void> {
  const memory = Buffer.allocUnsafeSlow(pieceBytes);
  try {
    const fd = openSync(path, 'r');
    try {
      for (let bytes = 0, next = turnBytes; ;) {
        signal?.throwIfAborted();
        const read = readSync(fd, memory);
        if (read === 0) return;
        take(memory.subarray(0, read));
        bytes += read;
        if (bytes < next) continue;
        next += turnBytes;
        await setImmediate();
      }
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw readFailed(error, name);
  }
}
