import { closeSync, openSync, readSync } from 'node:fs';

/** The lines of a file from its beginning, each read when it is asked for; one beyond 2^28 bytes, and what follows, is not. */
export function* firstLines(path: string): Generator<string> {
  const fd = openSync(path, 'r');
  try {
    let held: Buffer[] = [];
    let length = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(1 << 18);
      const got = readSync(fd, chunk);
      if (got === 0) return;
      let from = 0;
      for (let end = chunk.indexOf(0x0a); end >= 0 && end < got; end = chunk.indexOf(0x0a, from)) {
        yield Buffer.concat([...held, chunk.subarray(from, end)]).toString('utf8');
        [held, length, from] = [[], 0, end + 1];
      }
      held.push(chunk.subarray(from, got));
      length += got - from;
      if (length >= longestLine) return;
    }
  } finally {
    closeSync(fd);
  }
}

const longestLine = 1 << 28;
