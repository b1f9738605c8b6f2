import type { Difference } from './difference.ts';
import { readDifference } from './read-difference.ts';
import { readLines } from './read-lines.ts';

/** The differences of a file, one after another; a line that is none is `evidence_unsound`. */
export async function* readDifferences(path: string, signal?: AbortSignal): AsyncGenerator<Difference> {
  let line = 0;
  for await (const text of readLines(path)) {
    signal?.throwIfAborted();
    yield readDifference(text, `differences.ndjson, line ${++line}`);
  }
}
