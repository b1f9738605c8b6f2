import { dialog, type BrowserWindow } from 'electron';
import { writeWhole } from './write-whole.ts';

interface Saved {
  readonly title: string;
  readonly name: string;
  /** What such files are called, and how their names end. */
  readonly kind: string;
  readonly extension: string;
}

/** Asks where, and saves what is made then. False when the dialog was cancelled. */
export async function saveFile(
  window: BrowserWindow,
  { title, name, kind, extension }: Saved,
  make: () => Promise<string | Uint8Array>,
): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title,
    defaultPath: name,
    filters: [{ name: kind, extensions: [extension] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return false;
  await writeWhole(filePath, await make());
  return true;
}
