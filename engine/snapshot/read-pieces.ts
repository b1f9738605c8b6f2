import { open } from 'node:fs/promises';
import { readFailed } from './read-failed.ts';

const pieceBytes = 1 << 20;

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
    const file = await open(path);
    try {
      for (;;) {
        signal?.throwIfAborted();
        const { bytesRead } = await file.read(memory, 0, pieceBytes);
        if (bytesRead === 0) return;
        take(memory.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readFailed(error, name);
  }
}
