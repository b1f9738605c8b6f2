import type { Handlers } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import { readSnapshots } from './read-snapshots.ts';
import { readTrust } from '../read-chosen.ts';
import type { Session } from '../session.ts';
import { viewVouching } from './vouching-view.ts';
import type { Vouching } from '../workspace-file.ts';

export type SnapshotsCalls = Extract<keyof Handlers, `snapshots.${string}`>;

export const snapshotsCalls = (session: Session): Handlers<SnapshotsCalls> => ({
  'snapshots.read': () => session.start('read', (context) => readSnapshots(session, context)),
  'snapshots.view': () => {
    const { snapshots, vouching } = session.workspace;
    return snapshots.view === null ? null : { ...snapshots.view, vouching: viewVouching(vouching) };
  },
  'snapshots.trust': ({ list }) => {
    const trust = list === null ? null : session.means.resolve(list);
    if (trust !== null) readTrust(trust); // what cannot be read is said now
    return vouch(session, (before) => ({ ...before, trust }));
  },
  'snapshots.give': ({ side, certificate }) => {
    const path = session.means.resolve(certificate);
    return vouch(session, ({ trust, given }) => ({
      trust,
      given: { ...given, [side]: [...given[side].filter((one) => one !== path), path] },
    }));
  },
  'snapshots.takeBack': ({ side, at }) =>
    vouch(session, ({ trust, given }) => ({
      trust,
      given: { ...given, [side]: given[side].filter((_, i) => i !== at) },
    })),
});

/** What is read now was judged by what is there now. */
function vouch(session: Session, change: (before: Vouching) => Vouching): Record<string, never> {
  const { workspace, jobs } = session;
  if (jobs.running().some(({ kind }) => kind === 'read'))
    throw new TallyError('usage', 'Both exports are being read', '', 'Wait for it, or cancel it');
  workspace.vouch(change(workspace.vouching));
  session.tellWorkspace();
  return {};
}
