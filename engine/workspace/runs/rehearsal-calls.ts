import type { CallOutput, Handlers } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import { checkSignatures } from '../../evidence/signing/check-signatures.ts';
import { incomparable, openRehearsal, type Rehearsal } from '../../evidence/rehearsals/open-rehearsal.ts';
import { Comparison } from './comparison.ts';
import type { JobContext } from '../jobs.ts';
import type { EndedRun } from './run-log.ts';
import type { Session } from '../session.ts';
import type { Workspace } from '../workspace.ts';

export type RehearsalCalls = Extract<keyof Handlers, `rehearsals.${string}`>;
type RehearsalView = CallOutput<'rehearsals.view'>['rehearsals'][number];

/** What was compared last, or is being compared. */
interface Held {
  readonly workspace: Workspace;
  readonly runs: string;
  job: string;
  answer: CallOutput<'rehearsals.compared'>;
  comparison: Comparison | null;
}

export function rehearsalCalls(session: Session): Handlers<RehearsalCalls> {
  let held: Held | null = null;
  const heldFor = (runs: readonly string[]): Held | null =>
    held?.workspace === session.workspace && held.runs === named(runs) ? held : null;
  return {
    'rehearsals.view': async () => {
      const { workspace } = session;
      const rehearsals: RehearsalView[] = [];
      for (const ended of workspace.runs.ended()) rehearsals.push(await viewRehearsal(workspace, ended));
      return { rehearsals };
    },
    'rehearsals.compare': async ({ runs: wanted }) => {
      const { workspace } = session;
      const names = inOrder(workspace, new Set(wanted));
      const known = heldFor(wanted);
      const state = session.jobs.all().find(({ id }) => id === known?.job)?.state;
      if (known !== null && (state === 'running' || state === 'done')) return { job: known.job };
      // Other runs are wanted now. Asked for twice at once, the later wish stands.
      while (session.jobs.running().some(({ kind }) => kind === 'compare')) await session.jobs.stop('compare');
      held?.comparison?.remove();
      const mine: Held = { workspace, runs: named(wanted), job: '', answer: null, comparison: null };
      held = mine;
      const work = async (context: JobContext): Promise<null> => {
        const rehearsals = await openAll(workspace, names, context);
        const reasons = incomparable(rehearsals);
        mine.comparison = reasons.length > 0 ? null : await Comparison.of(rehearsals, workspace.passing, context);
        mine.answer =
          mine.comparison === null ? { incomparable: reasons } : { runs: names, steps: mine.comparison.steps };
        return null;
      };
      const started = session.start('compare', work, 'beside');
      mine.job = started.job;
      return started;
    },
    'rehearsals.compared': ({ runs }) => heldFor(runs)?.answer ?? null,
    'rehearsals.moved': (wish) => {
      const comparison = heldFor(wish.runs)?.comparison;
      if (comparison === null || comparison === undefined)
        throw new TallyError('usage', 'Other runs were compared meanwhile', '', 'Compare these again');
      return comparison.page(wish);
    },
  };
}

const named = (runs: readonly string[]): string => [...new Set(runs)].sort().join();

/** In the order in which they were run, whatever the order they are named in. */
function inOrder({ runs }: Workspace, wanted: ReadonlySet<string>): string[] {
  const names = runs
    .ended()
    .map(({ run }) => run)
    .filter((run) => wanted.has(run))
    .reverse();
  if (names.length < wanted.size || names.length < 2)
    throw new TallyError('usage', 'Two runs of this workspace at least are compared', '', 'Choose two or more');
  return names;
}

async function openAll(
  { runs }: Workspace,
  names: readonly string[],
  { signal, onProgress }: JobContext,
): Promise<Rehearsal[]> {
  const rehearsals: Rehearsal[] = [];
  for (const [i, run] of names.entries()) {
    onProgress({ step: 'check digests', done: i, total: names.length, unit: 'packages' });
    signal.throwIfAborted();
    rehearsals.push(await openRehearsal(runs.package(run), run));
  }
  return rehearsals;
}

async function viewRehearsal(workspace: Workspace, { run, at, state, verdict, why }: EndedRun): Promise<RehearsalView> {
  const base = { run, at, state, verdict };
  const none = {
    identities: { source: null, target: null },
    differing: null,
    lines: null,
    exceptions: '0',
    signed: [],
  };
  if (state !== 'done') return { ...base, ...none, why };
  const summary = workspace.summary(run);
  if (summary === null) return { ...base, ...none, why: 'Its package is not there any more, or not as it was written' };
  const { signers } = await checkSignatures(workspace.runs.package(run), { allowed: null, now: new Date() });
  const { identities, differing, lines, exceptions } = summary;
  const signed = signers.map(({ name, role, decision, key }) => ({ name, role, decision, holds: key !== null }));
  return { ...base, why: '', identities, differing, lines, exceptions, signed };
}
