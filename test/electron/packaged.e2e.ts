import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium, type Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { ask } from './call.ts';
import { findElectron } from './electron-path.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

// The app as it is installed, made from what is built here and the Electron at hand.
let folder: string | null = null;
let program: string;
test.beforeAll(async () => {
  const found = findElectron();
  if ('missing' in found || process.platform !== 'linux') return;
  test.setTimeout(180_000);
  folder = await mkdtemp(join(tmpdir(), 'tallystick-packaged-'));
  const settings = [`electronDist=${dirname(found.path)}`, `directories.output=${folder}`].map((one) => `-c.${one}`);
  await run(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), '--linux', '--dir', ...settings], {
    cwd: root,
  });
  program = join(folder, 'linux-unpacked/tallystick-desktop');
});
test.afterAll(async () => {
  if (folder !== null) await rm(folder, { recursive: true, force: true });
});
test.beforeEach(() => test.skip(process.platform !== 'linux', 'packages are made for their own system'));

/** Starts the installed app; its inspector is shut by a fuse, so it is reached as any Chromium is. */
async function start(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ child: ChildProcess; page: () => Promise<Page>; end: () => Promise<void>; said: () => string }> {
  const home = await mkdtemp(join(folder!, 'home-'));
  const child = spawn(program, [`--user-data-dir=${join(home, 'settings')}`, '--remote-debugging-port=0', ...args], {
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, 'config'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const port = async () => {
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(/DevTools listening on ws:\S+/);
    return /ws:\/\/127\.0\.0\.1:(\d+)/.exec(said)![1]!;
  };
  /** Playwright waits for ever for a window that was made while it connected: it is told once the window is there. */
  const address = async () => {
    const own = `http://127.0.0.1:${await port()}`;
    const pages = async () => JSON.stringify(await (await fetch(`${own}/json/list`)).json());
    await expect.poll(pages, { timeout: 20_000 }).toContain('app://tallystick/index.html');
    return own;
  };
  return {
    child,
    said: () => said,
    page: async () => {
      const browser = await chromium.connectOverCDP(await address());
      const [context] = browser.contexts();
      return context!.pages()[0] ?? context!.waitForEvent('page');
    },
    end: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill();
        await once(child, 'exit');
      }
    },
  };
}

test('its fuses are set: not Node, not inspected, no file pages, its archive alone', async () => {
  const wire = await getCurrentFuseWire(program);
  // A byte a fuse, as it stands in the program: `0`, `1`, `r` for removed.
  const states = (names: readonly (keyof typeof FuseV1Options)[]) =>
    names.map((name) => `${name} ${String.fromCharCode(wire[FuseV1Options[name]] ?? 0)}`);
  const off = [
    'RunAsNode',
    'EnableNodeOptionsEnvironmentVariable',
    'EnableNodeCliInspectArguments',
    'GrantFileProtocolExtraPrivileges',
  ] as const;
  const on = ['EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar', 'EnableCookieEncryption'] as const;
  expect(states(off)).toEqual(off.map((name) => `${name} 0`));
  expect(states(on)).toEqual(on.map((name) => `${name} 1`));
});

test('what the system loads lies beside the archive', () => {
  const resources = join(dirname(program), 'resources');
  expect(existsSync(join(resources, 'app.asar'))).toBe(true);
  expect(existsSync(join(resources, 'app.asar.unpacked/node_modules/@duckdb/node-api'))).toBe(true);
});

test('it opens, and reconciles the sample in its own process and threads', async () => {
  const app = await start([]);
  try {
    const page = await app.page();
    await page.waitForLoadState();
    expect(page.url()).toBe('app://tallystick/index.html');
    await ask(page, 'workspace.sample', { rows: 2000 });
    const verdict = async () => (await ask(page, 'workspace.view', {}))?.verdict;
    await expect.poll(verdict, { timeout: 60_000 }).toBe('NOT_RECONCILED');
  } finally {
    await app.end();
  }
});

test('its program is no Node and listens to no inspector, however it is asked', async () => {
  const asNode = await start(['-e', 'console.log("this is " + process.title)'], { ELECTRON_RUN_AS_NODE: '1' });
  await asNode.page(); // it opened its window
  await asNode.end();
  expect(asNode.said()).not.toContain('this is ');
  const inspected = await start(['--inspect=0', '--inspect-brk=0'], {
    NODE_OPTIONS: '--inspect=0 --require /nothing.js',
  });
  await inspected.page();
  inspected.child.kill('SIGUSR1');
  await inspected.end();
  expect(inspected.said()).not.toContain('Debugger listening');
});

test('the pinned Electron is of a release that is looked after', async () => {
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  expect(devDependencies['electron']).toMatch(/^(4[5-9]|[5-9]\d)\.\d+\.\d+$/); // exact, and no older than what the docs say
});
