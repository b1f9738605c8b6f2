import type { z } from 'zod';
import { counted } from '../../contract/grouped.ts';
import type { Job } from '../../contract/job.ts';
import { sides } from '../../contract/side.ts';
import type { workspaceView } from '../../contract/workspace.ts';
import { sizeText } from '../evidence/page/numbers.ts';
import type { EndedRun } from './runs/run-log.ts';
import type { Workspace } from './workspace.ts';
import type { Jobs } from './jobs.ts';

export type WorkspaceView = z.output<typeof workspaceView>;
type Step = WorkspaceView['steps']['match'];

const empty: Step = { state: 'empty', line: '' };
const waiting = (line: string): Step => ({ state: 'waiting', line });
const done = (line: string): Step => ({ state: 'done', line });

/** The workspace as the rail and the top bar show it. */
export function viewWorkspace(workspace: Workspace, jobs: Jobs): WorkspaceView {
  const [last] = workspace.runs.ended();
  const finished = workspace.runs.ended().find(({ state }) => state === 'done') ?? null;
  const summary = finished === null ? null : workspace.summary(finished.run);
  const working = (...kinds: Job['kind'][]): Job | undefined => jobs.running().find(({ kind }) => kinds.includes(kind));
  return {
    name: workspace.name,
    steps: {
      snapshots: working('read') === undefined ? snapshotsStep(workspace) : { state: 'working', line: 'Reading' },
      match: working('propose') === undefined ? matchStep(workspace) : { state: 'working', line: 'Proposing' },
      run: working('run', 'sample') === undefined ? runStep(workspace, last) : { state: 'working', line: 'Running' },
      findings: summary === null ? empty : done(summary.findings),
      signoff: summary === null ? empty : summary.signed ? done('Signed') : waiting(summary.missing),
    },
    journal: journalStep(workspace),
    runs: String(workspace.runs.ended().length),
    run: finished?.run ?? null,
    verdict: finished?.verdict ?? null,
    sentence: finished?.sentence ?? '',
    identities: summary?.identities ?? { source: null, target: null },
  };
}

function journalStep({ journal, journalFails }: Workspace): Step {
  if (journalFails) return { state: 'failed', line: 'Tampered with' };
  return journal.torn === null
    ? done(counted(BigInt(journal.head.size), 'line'))
    : waiting('A torn line was set aside');
}

function snapshotsStep({ snapshots }: Workspace): Step {
  if (snapshots.read === null) return empty;
  const { files, bytes } = snapshots.totals();
  const line = `${counted(BigInt(files), 'file')}, ${sizeText(bytes)}`;
  const certificates = sides.flatMap((side) => snapshots.read?.view[side].certificates ?? []);
  const failing = certificates.filter(({ result }) => result === 'fails').length;
  if (failing > 0) return { state: 'failed', line: `${line}, ${counted(BigInt(failing), 'certificate')} failing` };
  const certified = certificates.some(({ result }) => result === 'holds');
  return done(certified ? `${line}, certified` : line);
}

function matchStep({ plan }: Workspace): Step {
  if (plan.text === null) return empty;
  if (plan.problems.length > 0) return { state: 'failed', line: counted(BigInt(plan.problems.length), 'problem') };
  const tables = plan.good?.plan.tables ?? [];
  const columns = tables.reduce((sum, table) => sum + table.columns.length, 0);
  return done(`${counted(BigInt(tables.length), 'table')}, ${counted(BigInt(columns), 'column')}`);
}

function runStep({ plan }: Workspace, last: EndedRun | undefined): Step {
  if (last === undefined) return plan.good === null ? empty : waiting('Not run yet');
  if (last.state === 'done')
    return done(last.seconds === null ? 'Judged again, with an exception' : `in ${last.seconds} s`);
  return {
    state: last.state === 'cancelled' ? 'waiting' : 'failed',
    line: last.state === 'failed' ? last.why : `The last run was ${last.state}`,
  };
}
