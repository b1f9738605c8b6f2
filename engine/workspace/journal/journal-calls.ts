import type { Handlers } from '../../../contract/calls.ts';
import { checkJournal } from './check-journal.ts';
import type { Session } from '../session.ts';

export const journalCalls = (session: Session): Handlers<'journal.view'> => ({
  'journal.view': async (wish) => {
    const { workspace } = session;
    const { fails, view } = await checkJournal(workspace, wish);
    if (fails !== workspace.journalFails) {
      workspace.journalFails = fails;
      session.tellWorkspace();
    }
    return view;
  },
});
