import { closeSync, openSync, readSync } from 'node:fs';
import { TallyError } from '../../../contract/problem.ts';
import type { Hash } from '../../tree/hashes.ts';
import { GrowingTree } from '../../tree/growing-tree.ts';
import { journalName, parseJournalLine, type JournalLine } from './journal-line.ts';

/** Size and root of a journal's tree, as a sign-off binds them. */
export interface JournalHead {
  readonly size: string;
  /** Lower-case hex. */
  readonly root: string;
}

export interface JournalReading {
  readonly tree: GrowingTree;
  /** Bytes of whole lines, their line ends counted. */
  readonly bytes: number;
  /** What stands behind the last line end; empty where the last line is whole. */
  readonly torn: Uint8Array;
  /** What is not as it was written, a sentence each, in the order of the lines. */
  readonly faults: readonly string[];
}

export const headOf = (tree: GrowingTree): JournalHead => ({
  size: String(tree.size),
  root: Buffer.from(tree.root()).toString('hex'),
});

/** How many bad lines are told one by one: a file that is no journal has nothing else. */
const mostTold = 20;

/** Far above any line, and the most that a file that is no journal can make us hold. */
const longestLine = 1 << 20;

/**
 * Reads a journal from its beginning; a file that is not there is an empty one. `onLine` is told of every line, numbered
 * from 1, and of the tree that it was added to; null for bytes that are no line.
 */
export function readJournal(
  path: string,
  hash: Hash,
  onLine: (line: JournalLine | null, tree: GrowingTree) => void = () => undefined,
): JournalReading {
  const tree = new GrowingTree(hash);
  const faults: string[] = [];
  let bytes = 0;
  let strangers = 0;
  let unlike = 0;
  let torn: Uint8Array = new Uint8Array(0);
  for (const { data, whole } of chunksAtLineEnds(path)) {
    if (!whole) {
      torn = data;
      continue;
    }
    const number = tree.size + 1;
    let line: JournalLine | null = null;
    try {
      line = parseJournalLine(data, `${journalName}, line ${number}`);
    } catch (error) {
      if (!(error instanceof TallyError)) throw error;
      if (++unlike <= mostTold) faults.push(`Line ${number} is not as it was written: ${error.problem.what}`);
    }
    // Every line below a changed one names another root: the first says where to look.
    if (line !== null && line.before !== headOf(tree).root && strangers++ === 0) faults.push(strangerAt(number));
    tree.add(data);
    bytes += data.length + 1;
    onLine(line, tree);
  }
  if (unlike > mostTold) faults.push(`${unlike - mostTold} more lines are not as they were written`);
  if (strangers > 1) faults.push(`${strangers - 1} more lines below it name other roots than those above them have`);
  return { tree, bytes, torn, faults };
}

const strangerAt = (number: number): string =>
  number === 1
    ? 'Line 1 is not the first that was written: lines above it were taken away'
    : `Line ${number} names another root for the lines above it: one of lines ${number - 1} and ${number} was changed, or a line between them taken away or put in`;

function* chunksAtLineEnds(path: string): Generator<{ readonly data: Uint8Array; readonly whole: boolean }> {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    let rest = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(1 << 16);
      const got = readSync(fd, chunk);
      if (got === 0) break;
      let from = 0;
      const bytes = Buffer.concat([rest, chunk.subarray(0, got)]);
      for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, from)) {
        yield { data: bytes.subarray(from, at), whole: true };
        from = at + 1;
      }
      rest = bytes.subarray(from);
      if (rest.length > longestLine)
        throw new TallyError('evidence_unsound', 'This is no journal: a line of it has no end', path);
    }
    if (rest.length > 0) yield { data: rest, whole: false };
  } finally {
    closeSync(fd);
  }
}
