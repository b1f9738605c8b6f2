import { join } from 'node:path';
import type { Handlers } from '../../contract/calls.ts';
import { writeSample } from '../sample/write-sample.ts';
import { readSnapshots } from './snapshots/read-snapshots.ts';
import { runOnce } from './runs/run-calls.ts';
import type { Session } from './session.ts';
import { createWorkspace, freshFolder } from './workspace.ts';
import { viewWorkspace } from './workspace-view.ts';

export type WorkspaceCalls =
  'workspace.view' | 'workspace.create' | 'workspace.open' | 'workspace.close' | 'workspace.sample';

export const workspaceCalls = (session: Session): Handlers<WorkspaceCalls> => ({
  'workspace.view': () => (session.opened === null ? null : viewWorkspace(session.opened, session.jobs)),
  'workspace.create': async ({ name, source, target, folder }) => {
    const { resolve, home } = session.means;
    const folders = { source: resolve(source), target: resolve(target) };
    const place = folder === null ? freshFolder(home, name) : resolve(folder);
    createWorkspace(place, { name, folders });
    return viewWorkspace(await session.open(place), session.jobs);
  },
  'workspace.open': async ({ folder }) =>
    viewWorkspace(await session.open(session.means.resolve(folder)), session.jobs),
  'workspace.close': async () => {
    await session.close();
    return {};
  },
  'workspace.sample': ({ rows }) => ({
    job: session.jobs.start('sample', async (context) => {
      const { signal, onProgress } = context;
      const folder = freshFolder(session.means.home, 'Sample ledger');
      await writeSample(folder, { rows, faults: 3, seed: 1, signal, onProgress });
      // The sample brings its own plan.yaml, which names its sides as the workspace does.
      createWorkspace(folder, {
        name: 'Sample ledger',
        folders: { source: join(folder, 'source'), target: join(folder, 'target') },
      });
      await session.open(folder, context.id);
      await readSnapshots(session, context);
      return runOnce(session, context);
    }),
  }),
});
