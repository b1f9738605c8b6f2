import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Handlers } from '../../contract/calls.ts';
import { problemOf } from '../../contract/problem.ts';
import { shortSentence } from '../evidence/short-sentence.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { carriedInto } from './carried-into.ts';
import type { JobContext } from './jobs.ts';
import { reportOf } from './report-of.ts';
import { RunWatch } from './run-watch.ts';
import type { RunRecord } from './run-log.ts';
import type { Session } from './session.ts';
import { vouchersOf } from './vouchers.ts';

export type RunCalls = 'run.start' | 'run.list' | 'run.report' | 'run.page' | 'run.export';

export const runCalls = (session: Session): Handlers<RunCalls> => ({
  'run.start': () => {
    session.workspace.plan.demand();
    return session.start('run', (context) => runOnce(session, context));
  },
  'run.list': () => ({ runs: session.workspace.runs.ended() }),
  'run.report': ({ run }) => reportOf(session.workspace.runs.package(run)),
  'run.page': ({ run }) => pageOf(session, run),
  'run.export': ({ run, as }) => {
    const page = pageOf(session, run);
    session.workspace.journal.append({ event: 'export', run, as: `report.${as}` });
    return page;
  },
});

const pageOf = ({ workspace }: Session, run: string): { html: string } => ({
  html: readFileSync(join(workspace.runs.package(run), 'report.html'), 'utf8'),
});

/** One reconciliation of the workspace by its plan; how it went is on disk, however it goes. Gives the run's name. */
export async function runOnce(session: Session, { id, signal, onProgress }: JobContext): Promise<string> {
  const { workspace } = session;
  const { plan, text } = workspace.plan.demand();
  const certificates = vouchersOf(workspace.vouching);
  const limits = session.limits();
  const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const run = workspace.runs.fresh(at);
  const record: RunRecord = { run, at, state: 'working', verdict: null, sentence: '', seconds: null, why: '' };
  workspace.journal.append({ event: 'run', state: 'started', run, plan: plan.identity });
  workspace.runs.write(record);
  const watch = new RunWatch(id, limits, (event) => session.emit(event));
  const pool = session.means.startPool(limits.threads, signal, watch.onLane);
  const started = performance.now();
  let whole = false;
  try {
    const { report } = await reconcile({
      plan,
      planBytes: Buffer.from(text),
      folders: workspace.folders,
      out: join(workspace.runs.folder, run),
      at,
      limits,
      pool,
      keepStage: false,
      exceptions: carriedInto(workspace),
      certificates,
      signal,
      onBuckets: watch.onBuckets,
      onSealed: ({ verdict }, bytes) => {
        const sealed = createHash('sha256').update(bytes).digest('hex');
        workspace.journal.append({ event: 'run', state: 'done', run, verdict, report: sealed });
      },
      onProgress: (progress) => {
        watch.onProgress(progress);
        onProgress(progress);
      },
    });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    workspace.runs.write({
      ...record,
      state: 'done',
      verdict: report.verdict,
      sentence: shortSentence(report),
      seconds,
    });
    whole = true;
    // Findings open at once then; where this fails, opening them says why.
    await session.findings.of(run).catch(() => null);
    return run;
  } catch (error) {
    const state = signal.aborted ? 'cancelled' : 'failed';
    const why = state === 'failed' ? problemOf(error).what : '';
    workspace.journal.append({ event: 'run', state, run, why });
    workspace.runs.write({ ...record, state, why });
    throw error;
  } finally {
    await pool.close();
    watch.close(whole);
  }
}
