import { GrowingTree } from '../../tree/growing-tree.ts';
import type { Hash } from '../../tree/hashes.ts';
import type { JournalLine } from './journal-line.ts';
import type { Remembered } from './judge-binding.ts';
import { headOf, readJournal, type JournalReading } from './read-journal.ts';

/** A journal as read once: what its lines keep to, and what judging bindings and packages asks of it. */
export interface JournalMemory extends Remembered {
  readonly reading: JournalReading;
  /** Reports of the packages it records, by their SHA-256. */
  readonly reports: ReadonlySet<string>;
}

/** Reads a journal and keeps its roots at these sizes. */
export function rememberJournal(
  path: string,
  hash: Hash,
  sizes: ReadonlySet<string>,
  onLine: (line: JournalLine | null, number: number) => void = () => undefined,
): JournalMemory {
  const roots = new Map<string, string>();
  const statements = new Set<string>();
  const reports = new Set<string>();
  // A sign-off may bind a journal that had no line yet: its root is that of the empty tree.
  if (sizes.has('0')) roots.set('0', headOf(new GrowingTree(hash)).root);
  const reading = readJournal(path, hash, (line, tree) => {
    if (sizes.has(String(tree.size))) roots.set(String(tree.size), headOf(tree).root);
    if (line?.event === 'signoff' && line.state === 'signed') statements.add(line.statement);
    if (line !== null && 'report' in line) reports.add(line.report);
    onLine(line, tree.size);
  });
  return { reading, size: reading.tree.size, roots, statements, reports };
}
