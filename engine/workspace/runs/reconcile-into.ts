import { createHash } from 'node:crypto';
import { problemOf } from '../../../contract/problem.ts';
import type { SignoffJournal } from '../../evidence/journal/signoff-journal.ts';
import { refuseOccupied } from '../../evidence/package-writer.ts';
import { shortSentence } from '../../evidence/report/short-sentence.ts';
import { reconcile, type Reconciled, type ReconcileRequest } from '../../reconcile/reconcile.ts';
import type { RunRecord } from './run-log.ts';

export interface RunPlace {
  readonly journal: SignoffJournal;
  /** Puts on disk how the run went. */
  readonly write: (record: RunRecord) => void;
}

/** A run whose package lies in a workspace's `runs/`: how it went is in the journal and on disk, however it goes. */
export async function reconcileInto(
  { journal, write }: RunPlace,
  request: Omit<ReconcileRequest, 'onSealed'>,
): Promise<Reconciled> {
  const { plan, at, signal } = request;
  refuseOccupied(request.out); // what is there has its own lines and its own record
  const { run } = journal;
  const record: RunRecord = { run, at, state: 'working', verdict: null, sentence: '', seconds: null, why: '' };
  journal.append({ event: 'run', state: 'started', run, plan: plan.identity });
  write(record);
  const started = performance.now();
  try {
    const done = await reconcile({
      ...request,
      onSealed: ({ verdict }, bytes) => {
        const report = createHash('sha256').update(bytes).digest('hex');
        journal.append({ event: 'run', state: 'done', run, verdict, report });
      },
    });
    const { verdict } = done.report;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    write({ ...record, state: 'done', verdict, sentence: shortSentence(done.report), seconds });
    return done;
  } catch (error) {
    const state = signal?.aborted === true ? 'cancelled' : 'failed';
    const why = state === 'failed' ? problemOf(error).what : '';
    journal.append({ event: 'run', state, run, why });
    write({ ...record, state, why });
    throw error;
  }
}
