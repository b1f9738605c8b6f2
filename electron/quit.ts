import { app, dialog, type BrowserWindow } from 'electron';

/** What is asked before the app ends. */
export interface Ending {
  /** Whether a job works that would be cut off. */
  readonly isWorking: () => boolean;
  /** Interrupts what runs, waits for it, lets go of the database, and only then ends the engine. */
  readonly endEngine: () => Promise<void>;
}

/** Closing the window while a run works asks once; the engine is drained before the process goes, however it goes. */
export function endInOrder(window: BrowserWindow, { isWorking, endEngine }: Ending): void {
  let asking = false;
  let agreed = false;
  window.on('close', (event) => {
    if (agreed || !isWorking()) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    void mayCutOff(window).then((may) => {
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

async function mayCutOff(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'A run is working. Close and cut it off?',
    detail: 'Nothing half-written stays behind. The run can be started again.',
    buttons: ['Keep working', 'Close'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
