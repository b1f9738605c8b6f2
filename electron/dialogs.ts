import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { CallInput } from '../contract/calls.ts';
import type { Chosen, Handles } from '../serve/handles.ts';

type What = CallInput<'host.choose'>['what'];

// Only a Mac's dialog chooses files and folders alike. Elsewhere an export is chosen by its folder, or dropped.
const exportProperties: OpenDialogOptions['properties'] =
  process.platform === 'darwin' ? ['openFile', 'openDirectory'] : ['openDirectory'];

const options: Readonly<Record<What, OpenDialogOptions>> = {
  export: { title: 'Choose an export', buttonLabel: 'Choose', properties: exportProperties },
  plan: {
    title: 'Choose a plan',
    properties: ['openFile'],
    filters: [
      { name: 'Plans', extensions: ['yaml', 'yml', 'json'] },
      { name: 'All files', extensions: ['*'] },
    ],
  },
  package: { title: 'Choose a package', buttonLabel: 'Verify', properties: ['openDirectory'] },
  proof: {
    title: 'Choose a proof, a sample or a journal',
    buttonLabel: 'Verify',
    properties: ['openFile'],
    filters: [
      { name: 'Proofs, samples, journals', extensions: ['json', 'jsonl'] },
      { name: 'All files', extensions: ['*'] },
    ],
  },
  journal: {
    title: 'Choose a journal',
    properties: ['openFile'],
    filters: [
      { name: 'Journals', extensions: ['jsonl'] },
      { name: 'All files', extensions: ['*'] },
    ],
  },
  key: { title: 'Choose a private key', properties: ['openFile', 'showHiddenFiles', 'dontAddToRecent'] },
  allowed_signers: { title: 'Choose a list of allowed signers', properties: ['openFile', 'showHiddenFiles'] },
  certificate: { title: 'Choose a certificate', properties: ['openFile', 'showHiddenFiles'] },
  revoked: { title: 'Choose a list of revoked keys', properties: ['openFile', 'showHiddenFiles'] },
  authorities: { title: 'Choose certificates of time-stamping authorities', properties: ['openFile'] },
  timestamp: { title: 'Choose a time-stamp response', properties: ['openFile'] },
  workspace: { title: 'Choose a workspace', properties: ['openDirectory', 'createDirectory', 'promptToCreate'] },
};

/** What the user chose, by handle; empty when the dialog was cancelled. */
export async function choose(window: BrowserWindow, handles: Handles, what: What): Promise<Chosen[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options[what]);
  return canceled ? [] : Promise.all(filePaths.map((path) => handles.register(path)));
}
