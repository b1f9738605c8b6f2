import { app, Menu, session } from 'electron';
import { join } from 'node:path';
import { calls, type CallInput, type CallNameBy, type CallOutput, type Handlers } from '../contract/calls.ts';
import type { EngineEvent } from '../contract/events.ts';
import { startEngineProcess, type EngineProcess } from './engine-process.ts';
import { Handles } from '../serve/handles.ts';
import { hostCalls } from './host-calls.ts';
import { lockSession } from './lock-session.ts';
import { menuTemplate } from './menu-template.ts';
import type { Opened } from './opened.ts';
import { answerPage } from './page-calls.ts';
import { pageFiles } from '../serve/page-files.ts';
import { serveScheme } from './protocol.ts';
import { endInOrder } from './quit.ts';
import { Recent } from './recent.ts';
import { KeyVault } from './vault.ts';
import { openWindow } from './window.ts';

/** Puts the shell together: walls first, then the window, then the engine. `folder` holds the built files. */
export function startShell(folder: string, opened: Opened): void {
  const handles = new Handles();
  const recent = new Recent();
  const vault = new KeyVault(join(app.getPath('userData'), 'vault'));
  const tell = (event: EngineEvent): void => {
    if (!window.isDestroyed()) window.webContents.send('tallystick:event', event);
  };
  const reportPage = async (run: string) => (await engine.call('run.page', { run })).html;
  const exportPage = async (run: string, as: 'html' | 'pdf') => (await engine.call('run.export', { run, as })).html;

  lockSession(session.defaultSession);
  serveScheme(session.defaultSession, pageFiles(join(folder, 'page')), reportPage);
  // The window before the engine: whoever started the app sees it while the engine's own process comes up.
  const window = openWindow(folder);
  const engine = startEngineProcess({ folder, handles, recent, vault, tell });
  const kind = { mac: process.platform === 'darwin', packaged: app.isPackaged };
  const menu = menuTemplate(kind, (command) => tell({ type: 'command', command }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
  endInOrder(window, engine);

  const handOver = async (paths: readonly string[]): Promise<void> => {
    if (window.isMinimized()) window.restore();
    window.focus();
    const settled = await Promise.allSettled(paths.map((path) => handles.register(path)));
    const chosen = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    if (chosen.length > 0) tell({ type: 'dropped', chosen });
  };
  app.on('second-instance', () => void handOver([]));
  const handlers: Handlers = {
    ...hostCalls({ window, handles, recent, vault, reportPage, exportPage, ask: engine.call }),
    ...forwarded(engine),
  };
  answerPage(window.webContents, handlers, handles, () => opened.takenBy((paths) => void handOver(paths)));
}

/** Every call of the engine's, handed on to it. */
function forwarded(engine: EngineProcess): Handlers<CallNameBy<'engine'>> {
  const names = Object.entries(calls).flatMap(([name, { by }]) =>
    by === 'engine' ? [name as CallNameBy<'engine'>] : [],
  );
  const hand =
    <K extends CallNameBy<'engine'>>(name: K) =>
    (input: CallInput<K>): Promise<CallOutput<K>> =>
      engine.call(name, input);
  return Object.fromEntries(names.map((name) => [name, hand(name)])) as unknown as Handlers<CallNameBy<'engine'>>;
}
