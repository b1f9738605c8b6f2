import { readSync } from 'node:fs';
import { TallyError } from '../../../contract/problem.ts';

/** Reads `length` bytes at `position`, or fails: a short read is a file that changed under us. */
export function readExactly(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  readInto(fd, position, buffer);
  return buffer;
}

/** The same, into memory that is there. */
export function readInto(fd: number, position: number, target: Uint8Array): void {
  const { length } = target;
  for (let done = 0; done < length;) {
    const got = readSync(fd, target, done, Math.min(length - done, 1 << 30), position + done);
    if (got === 0) throw new TallyError('input_changed', 'A file became shorter while it was read');
    done += got;
  }
}
