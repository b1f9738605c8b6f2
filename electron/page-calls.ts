import { ipcMain, type WebContents } from 'electron';
import { z } from 'zod';
import type { Handlers } from '../contract/calls.ts';
import { outcomeOf, type Outcome } from '../contract/outcome.ts';
import { TallyError } from '../contract/problem.ts';
import { answer } from '../contract/validate.ts';
import type { Chosen, Handles } from '../serve/handles.ts';
import { assertOurs } from './sender.ts';

const droppedPaths = z.array(z.string().min(1).max(32_768)).max(100);

/** Answers the page: who asks is checked on every message, what is asked and what is answered against the contract. */
export function answerPage(contents: WebContents, handlers: Handlers, handles: Handles, onListening: () => void): void {
  ipcMain.handle('tallystick:call', (event, name: unknown, input: unknown): Promise<Outcome> =>
    checked(
      () => assertOurs(event, contents),
      () => answer(handlers, name, input),
    ),
  );
  ipcMain.handle('tallystick:dropped', (event, paths: unknown): Promise<Outcome> =>
    checked(
      () => assertOurs(event, contents),
      () => outcomeOf(async () => ({ chosen: await registered(handles, paths) })),
    ),
  );
  ipcMain.on('tallystick:listening', (event) => {
    void checked(
      () => assertOurs(event, contents),
      () => outcomeOf(onListening),
    );
  });
}

async function checked(check: () => void, work: () => Promise<Outcome>): Promise<Outcome> {
  const refusal = await outcomeOf(check);
  return 'problem' in refusal ? refusal : work();
}

function registered(handles: Handles, paths: unknown): Promise<Chosen[]> {
  const read = droppedPaths.safeParse(paths);
  if (!read.success) throw new TallyError('usage', 'A drop is a list of files', '', 'Drop fewer at once');
  return Promise.all(read.data.map((path) => handles.register(path)));
}
