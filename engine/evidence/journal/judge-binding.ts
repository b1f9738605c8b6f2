import { failed, passed, type Check } from '../checks/check.ts';
import type { JournalHead } from './read-journal.ts';

/** What a sign-off says of the journal, and what the journal has of it. */
export interface Bound {
  /** Whose binding it is, as the checks name it: `sign-off 001`. */
  readonly label: string;
  readonly binds: JournalHead;
  /** SHA-256 of the sign-off's statement. */
  readonly statement: string;
}

/** What a reading of the journal kept of its lines. */
export interface Remembered {
  readonly size: number;
  /** The roots at the sizes that were asked for. */
  readonly roots: ReadonlyMap<string, string>;
  /** Statements of the sign-offs it records, by their SHA-256. */
  readonly statements: ReadonlySet<string>;
}

/** A sign-off that binds no journal: it was made outside the workspace that it lies in, or by another program. */
export function judgeUnbound(label: string, statement: string, { statements }: Pick<Remembered, 'statements'>): Check {
  const name = `${label}: journal`;
  return statements.has(statement)
    ? { ...passed(name), why: 'It binds no line of the journal, which has its line' }
    : failed(name, 'The journal has no line of the sign-off, and the sign-off binds none');
}

/** Why the journal is not the one that is bound, grown or as it was; null where it is. */
export function whyNotBound(binds: JournalHead, { size, roots }: Pick<Remembered, 'size' | 'roots'>): string | null {
  if (BigInt(binds.size) > BigInt(size))
    return `The journal is shorter than the sign-off binds: ${binds.size} lines then, ${size} now`;
  if (roots.get(binds.size) !== binds.root)
    return `The journal's first ${binds.size} lines are not those that the sign-off binds`;
  return null;
}

/** Whether the journal is the one that a sign-off binds, grown or as it was; and whether it still has the sign-off. */
export function judgeBinding({ label, binds, statement }: Bound, { size, roots, statements }: Remembered): Check {
  const name = `${label}: journal`;
  const why = whyNotBound(binds, { size, roots });
  if (why !== null) return failed(name, why);
  if (!statements.has(statement))
    return failed(
      name,
      `The journal has lost the line of the sign-off: its first ${binds.size} lines hold, and no more`,
    );
  return { ...passed(name), why: `Its first ${binds.size} of ${size} lines are those that were signed` };
}
