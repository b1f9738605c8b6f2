import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import {
  acceptDifferences,
  type AcceptedDifferences,
  type AcceptRequest,
} from '../../evidence/exceptions/accept-differences.ts';
import type { SignoffJournal } from '../../evidence/journal/signoff-journal.ts';
import { shortSentence } from '../../evidence/report/short-sentence.ts';
import type { RunRecord } from './run-log.ts';

/**
 * Accepts differences into a package that lies in a workspace: the journal has its line before it is there, so that it is
 * never a package that nobody recorded. Gives with it what the workspace lists it by.
 */
export async function acceptInto(
  journal: SignoffJournal,
  request: Omit<AcceptRequest, 'onSealed'>,
): Promise<{ readonly accepted: AcceptedDifferences; readonly record: RunRecord }> {
  const accepted = await acceptDifferences({
    ...request,
    onSealed: ({ exceptions }, bytes) => {
      const report = createHash('sha256').update(bytes).digest('hex');
      const ids = exceptions.map(({ id }) => id);
      journal.append({ event: 'exception', run: basename(request.folder), made: journal.run, report, ids });
    },
  });
  const at = request.now.toISOString().replace(/\.\d+Z$/, 'Z');
  const { verdict } = accepted.report;
  const sentence = shortSentence(accepted.report);
  return { accepted, record: { run: journal.run, at, state: 'done', verdict, sentence, seconds: null, why: '' } };
}
