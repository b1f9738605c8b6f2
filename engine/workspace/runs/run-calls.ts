import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Handlers } from '../../../contract/calls.ts';
import { carriedInto } from './carried-into.ts';
import type { JobContext } from '../jobs.ts';
import { reconcileInto } from './reconcile-into.ts';
import { reportOf } from './report-of.ts';
import { RunWatch } from './run-watch.ts';
import { demandSignature } from '../plans/plan-signing.ts';
import type { RunRecord } from './run-log.ts';
import type { Session } from '../session.ts';
import { vouchersOf } from '../snapshots/vouchers.ts';

export type RunCalls = 'run.start' | 'run.list' | 'run.report' | 'run.page' | 'run.export';

export const runCalls = (session: Session): Handlers<RunCalls> => ({
  'run.start': () => {
    const { text } = session.workspace.plan.demand();
    demandSignature(session.workspace, text);
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

/** One reconciliation of the workspace by its plan. Gives the run's name. */
export async function runOnce(session: Session, { id, signal, onProgress }: JobContext): Promise<string> {
  const { workspace } = session;
  const { plan, text } = workspace.plan.demand();
  const planSignature = demandSignature(workspace, text);
  const certificates = vouchersOf(workspace.vouching);
  const limits = session.limits();
  const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const run = workspace.runs.fresh(at);
  const watch = new RunWatch(id, limits, (event) => session.emit(event));
  const pool = session.means.startPool(limits.threads, signal, watch.onLane);
  const place = { journal: workspace.journal.of(run), write: (record: RunRecord) => workspace.runs.write(record) };
  let whole = false;
  try {
    await reconcileInto(place, {
      plan,
      planBytes: Buffer.from(text),
      planSignature,
      folders: workspace.folders,
      out: join(workspace.runs.folder, run),
      at,
      limits,
      pool,
      keepStage: false,
      certificates,
      exceptions: carriedInto(workspace),
      signal,
      onBuckets: watch.onBuckets,
      onProgress: (progress) => {
        watch.onProgress(progress);
        onProgress(progress);
      },
    });
    whole = true;
    // Findings open at once then; where this fails, opening them says why.
    await session.findings.of(run).catch(() => null);
    return run;
  } finally {
    await pool.close();
    watch.close(whole);
  }
}
