import type { CallOutput, Handlers } from '../../contract/calls.ts';
import { TallyError } from '../../contract/problem.ts';
import { checkSignatures } from '../evidence/check-signatures.ts';
import { compareRehearsals } from '../evidence/rehearsals/compare-rehearsals.ts';
import { incomparable, openRehearsal, type Rehearsal } from '../evidence/rehearsals/open-rehearsal.ts';
import { stepDocument } from '../evidence/rehearsals/step-document.ts';
import type { EndedRun } from './run-log.ts';
import type { Session } from './session.ts';
import type { Workspace } from './workspace.ts';

export type RehearsalCalls = Extract<keyof Handlers, `rehearsals.${string}`>;
type RehearsalView = CallOutput<'rehearsals.view'>['rehearsals'][number];

export const rehearsalCalls = (session: Session): Handlers<RehearsalCalls> => ({
  'rehearsals.view': async () => {
    const { workspace } = session;
    const rehearsals: RehearsalView[] = [];
    for (const ended of workspace.runs.ended()) rehearsals.push(await viewRehearsal(workspace, ended));
    return { rehearsals };
  },
  'rehearsals.compare': ({ runs: wanted }) =>
    session.alone('rehearsals', (signal) => compare(session.workspace, new Set(wanted), signal)),
  'rehearsals.stop': () => {
    session.stopAlone('rehearsals');
    return {};
  },
});

/** In the order in which they were run, whatever the order they are named in. */
async function compare(
  { runs }: Workspace,
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<CallOutput<'rehearsals.compare'>> {
  const names = runs
    .ended()
    .map(({ run }) => run)
    .filter((run) => wanted.has(run))
    .reverse();
  if (names.length < wanted.size || names.length < 2)
    throw new TallyError('usage', 'Two runs of this workspace at least are compared', '', 'Choose two or more');
  const rehearsals: Rehearsal[] = [];
  for (const run of names) {
    signal.throwIfAborted();
    rehearsals.push(await openRehearsal(runs.package(run), run));
  }
  const reasons = incomparable(rehearsals);
  if (reasons.length > 0) return { incomparable: reasons };
  const steps = await compareRehearsals(rehearsals, signal);
  return { runs: names, steps: steps.map(stepDocument) };
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
