import { readSync } from 'node:fs';
import { TallyError } from '../../../contract/problem.ts';

/** The line of a UTF-8 file that begins at a byte, without its line end. */
export function readLineAt(fd: number, at: number): string {
  const parts: Buffer[] = [];
  for (let from = at; ;) {
    const chunk = Buffer.allocUnsafe(1 << 14);
    const bytes = chunk.subarray(0, readSync(fd, chunk, 0, chunk.length, from));
    if (bytes.length === 0) throw new TallyError('input_changed', 'A file became shorter while it was read');
    const end = bytes.indexOf(0x0a);
    parts.push(end < 0 ? bytes : bytes.subarray(0, end));
    if (end >= 0) return Buffer.concat(parts).toString('utf8');
    from += bytes.length;
  }
}
