import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import type { Bridge } from '../../contract/bridge.ts';
import type { EngineEvent } from '../../contract/events.ts';
import { findElectron } from './electron-path.ts';

export interface Shell {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** The main process. */
  readonly process: ChildProcess;
  /** The app's own folder of settings. */
  readonly userData: string;
  /** The user's home, where workspaces go. */
  readonly home: string;
  /** What the page's policy has refused since the start: nothing, whatever was done. */
  readonly violations: string[];
  /** What the main process and the engine have said on stderr. */
  readonly stderr: () => string;
}

const root = join(import.meta.dirname, '../..');
const found = findElectron();

/** Starts the app with an empty home, as a user would after installing it. `before` may fill the home. */
export async function startApp(args: readonly string[] = [], home?: string): Promise<Shell> {
  if ('missing' in found) throw new Error(found.missing);
  const folder = home ?? (await mkdtemp(join(tmpdir(), 'tallystick-e2e-')));
  const userData = join(folder, 'settings');
  const app = await _electron.launch({
    executablePath: found.path,
    args: [root, `--user-data-dir=${userData}`, ...args],
    env: { ...definedEnv(), HOME: folder, XDG_CONFIG_HOME: join(folder, 'config') },
  });
  let said = '';
  const process = app.process();
  process.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const violations: string[] = [];
  app.context().on('console', (message) => {
    if (/Content Security Policy|Refused to|TrustedHTML|TrustedScript/i.test(message.text()))
      violations.push(message.text());
  });
  const page = await app.firstWindow();
  await page.waitForLoadState();
  return { app, page, process, userData, home: folder, violations, stderr: () => said };
}

const definedEnv = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined));

/** What the engine and the shell tell this page from now on. */
export async function hear({ page }: Shell): Promise<EngineEvent[]> {
  const heard: EngineEvent[] = [];
  await page.exposeFunction('heard', (event: EngineEvent) => heard.push(event));
  await page.evaluate(() => {
    const { tallystick, heard } = globalThis as unknown as { tallystick: Bridge; heard: (event: EngineEvent) => void };
    tallystick.listen((event) => heard(event));
  });
  return heard;
}

/** The processes of the engine's that live now. */
export const engines = ({ app }: Shell): Promise<number[]> =>
  app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ name }) => name === 'Tallystick engine')
      .map(({ pid }) => pid),
  );

let running: Shell | null = null;

/** Ends the app that this file's tests have used: the next file starts with a fresh one. */
export async function endApp(): Promise<void> {
  const ended = running;
  running = null;
  await ended?.app.close();
  if (ended !== null) await rm(ended.home, { recursive: true, force: true });
}

/** A test with an app that its file shares; skipped, with the reason, where there is no Electron to run. */
export const test = base.extend<{ electron: undefined; shell: Shell }, { electronMissing: string | null }>({
  /* eslint-disable no-empty-pattern -- Playwright reads from the pattern which fixtures are used */
  electronMissing: [async ({}, use) => use('missing' in found ? found.missing : null), { scope: 'worker' }],
  shell: async ({}, use) => use((running ??= await startApp())),
  /* eslint-enable no-empty-pattern */
  electron: [
    async ({ electronMissing }, use, info) => {
      info.skip(electronMissing !== null, electronMissing ?? '');
      await use(undefined);
    },
    { auto: true },
  ],
});
export { expect } from '@playwright/test';
