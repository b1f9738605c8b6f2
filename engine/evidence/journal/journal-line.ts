import { z } from 'zod';
import { TallyError } from '../../../contract/problem.ts';
import { journalEvent, type JournalEvent } from '../../../contract/journal.ts';
import { jcsBytes, parseJcs } from '../../canonical/jcs.ts';

export const journalName = 'journal.jsonl';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a digest');

const stamp = z.looseObject({
  at: z.iso.datetime({ precision: 0 }),
  /** Root over the lines above: a change anywhere is found without a signature, unless every line below was made anew. */
  before: hex64,
});

export type JournalLine = JournalEvent & { readonly at: string; readonly before: string };

/** A line of the journal without its line end. */
export const journalLineBytes = (value: JournalLine): Uint8Array => jcsBytes(value);

/** Reads a line, which must be to the byte as it is written; else `evidence_unsound`. */
export function parseJournalLine(bytes: Uint8Array, where: string): JournalLine {
  const value = parseJcs(bytes, where);
  const stamped = stamp.safeParse(value);
  if (!stamped.success) throw unsound(stamped.error, where);
  const { at, before, ...rest } = stamped.data;
  const read = journalEvent.safeParse(rest);
  if (!read.success) throw unsound(read.error, where);
  return { ...read.data, at, before };
}

function unsound(error: z.ZodError, where: string): TallyError {
  const issue = error.issues[0]!;
  return new TallyError('evidence_unsound', `Not a line of a journal: ${issue.path.join('.')} ${issue.message}`, where);
}
