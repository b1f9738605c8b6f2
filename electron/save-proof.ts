import { dialog, type BrowserWindow } from 'electron';
import type { CallOutput } from '../contract/calls.ts';
import { writeWhole } from './write-whole.ts';

/** Asks where, and saves a proof. False when the dialog was cancelled. */
export async function saveProof(window: BrowserWindow, { name, text }: CallOutput<'findings.prove'>): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the proof',
    defaultPath: name,
    filters: [{ name: 'Proof', extensions: ['json'] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return false;
  await writeWhole(filePath, text);
  return true;
}
