import type { Job } from '../contract/job.ts';
import { app, dialog, type BrowserWindow } from 'electron';

/** What is asked before the app ends. */
export interface Ending {
  /** What works and would be cut off; null where nothing does. */
  readonly working: () => Job['kind'] | null;
  /** Interrupts what runs, waits for it, lets go of the database, and only then ends the engine. */
  readonly endEngine: () => Promise<void>;
}

/** Closing the window while a run works asks once; the engine is drained before the process goes, however it goes. */
export function endInOrder(window: BrowserWindow, { working, endEngine }: Ending): void {
  let asking = false;
  let agreed = false;
  window.on('close', (event) => {
    const kind = working();
    if (agreed || kind === null) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void mayCutOff(window, kind).then((may) => {
      asking = false;
      agreed = may;
      if (may) window.close();
    });
  });
  app.on('window-all-closed', () => app.quit());

  let drained = false;
  let draining = false;
  app.on('will-quit', (event) => {
    if (drained) return;
    event.preventDefault();
    if (draining) return;
    draining = true;
    void endEngine().finally(() => {
      drained = true;
      setImmediate(() => app.quit()); // asked inside the event that was refused, it would not be heard
    });
  });
  // A service manager or a terminal ends us as a user would, so that no query is cut off in the middle of its work.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      agreed = true;
      app.quit();
    });
}

/** Each as a sentence begins. */
const works: Readonly<Record<Job['kind'], string>> = {
  run: 'A run is working',
  sample: 'The sample ledger is being made',
  read: 'Exports are being read',
  propose: 'A plan is being proposed',
  verify: 'A package is being verified',
  spot: 'A sample is being drawn',
  compare: 'Runs are being compared',
};

async function mayCutOff(window: BrowserWindow, kind: Job['kind']): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `${works[kind]}. Close and cut it off?`,
    detail: 'Nothing half-written stays behind. It can be started again.',
    buttons: ['Keep working', 'Close'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
