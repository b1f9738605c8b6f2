import type { Handlers } from '../../contract/calls.ts';
import { readSnapshots } from './read-snapshots.ts';
import type { Session } from './session.ts';

export type SnapshotsCalls = 'snapshots.read' | 'snapshots.view';

export const snapshotsCalls = (session: Session): Handlers<SnapshotsCalls> => ({
  'snapshots.read': () => session.start('read', (context) => readSnapshots(session, context)),
  'snapshots.view': () => session.workspace.snapshots.view,
});
