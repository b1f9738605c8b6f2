import type { Difference } from './difference.ts';
import { readDifference } from './read-difference.ts';
import { readLines, readPlacedLines } from './read-lines.ts';

/** A difference and where its line begins in the file, in bytes. */
export interface PlacedDifference {
  readonly difference: Difference;
  readonly at: number;
}

/** The differences of a file, one after another; a line that is none is `evidence_unsound`. */
export async function* readPlacedDifferences(path: string, signal?: AbortSignal): AsyncGenerator<PlacedDifference> {
  let line = 0;
  for await (const { text, at } of readPlacedLines(path)) {
    signal?.throwIfAborted();
    yield { difference: readDifference(text, `differences.ndjson, line ${++line}`), at };
  }
}

/** The same, without their places. */
export async function* readDifferences(path: string, signal?: AbortSignal): AsyncGenerator<Difference> {
  for await (const { difference } of readPlacedDifferences(path, signal)) yield difference;
}

/** In a line as a run writes it nothing else reads so: within a string every quote has a backslash before it. */
const member = ',"keyDigest":"';
const digestLength = 64;

/** Those with one of these key digests, of a file that this run has written; the other lines are not read further. */
export async function* readDifferencesOf(
  path: string,
  keys: ReadonlySet<string>,
  signal?: AbortSignal,
): AsyncGenerator<Difference> {
  let line = 0;
  for await (const text of readLines(path)) {
    signal?.throwIfAborted();
    line++;
    const at = text.indexOf(member) + member.length;
    if (keys.has(text.slice(at, at + digestLength))) yield readDifference(text, `differences.ndjson, line ${line}`);
  }
}
