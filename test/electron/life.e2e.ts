import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { clickMenuItem, getApplicationMenu, stubDialog } from 'electron-playwright-helpers';
import { problemOf } from '../../contract/problem.ts';
import type { EngineEvent } from '../../contract/events.ts';
import { engines, expect, hear, startApp, test, type Shell } from './app.ts';
import { ask } from './call.ts';

let home: string;
let shell: Shell;
test.beforeEach(async ({ electronMissing }) => {
  if (electronMissing !== null) return;
  home = await mkdtemp(join(tmpdir(), 'tallystick-e2e-'));
});
test.afterEach(async ({ electronMissing }) => {
  if (electronMissing !== null) return;
  const ended = hasEnded(shell); // most have ended it; the rest are ended without being asked anything
  shell.process.kill();
  await ended;
  await rm(home, { recursive: true, force: true });
  expect(shell.violations).toEqual([]); // whatever happened to the engine, the page kept its policy
});

const hasEnded = async ({ process }: Shell): Promise<number | null> => {
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
  return process.exitCode;
};
const jobsOf = (heard: readonly EngineEvent[]) => heard.flatMap((event) => (event.type === 'job' ? [event.job] : []));
const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** Starts the sample, large enough to be at work for as long as a test looks at it, and waits until the run works. */
async function startRun(heard: readonly EngineEvent[]): Promise<string> {
  const { job } = await ask(shell.page, 'workspace.sample', { rows: 150_000 });
  await expect.poll(() => heard.some(({ type }) => type === 'run'), { timeout: 90_000 }).toBe(true);
  return job;
}

test('the window comes back where it was, and is never too small', async () => {
  shell = await startApp([], home);
  const bounds = { x: 40, y: 60, width: 1300, height: 820 };
  const [smallest] = await shell.app.evaluate(({ BrowserWindow }, bounds) => {
    const [window] = BrowserWindow.getAllWindows();
    window!.setBounds(bounds);
    return [window!.getMinimumSize()];
  }, bounds);
  expect(smallest).toEqual([1280, 800]);
  // The display server moves it when it gets to it, and may tell of its old place until then.
  const place = () => shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds());
  await expect.poll(place).toEqual(bounds);
  await shell.app.close();
  shell = await startApp([], home);
  await expect.poll(place).toEqual(bounds);
});

test('a torn settings file is as none', async () => {
  shell = await startApp([], home);
  await shell.app.close();
  for (const name of ['window.json', 'recent.json']) await writeFile(join(home, 'settings', name), '{"bounds":{"x":');
  shell = await startApp([], home);
  expect((await ask(shell.page, 'host.view', {})).recent).toEqual([]);
});

test('a file on the command line, and those of a second start, reach the page', async () => {
  const plan = join(home, 'plan.yaml');
  await writeFile(plan, 'tallystick: 1\n');
  shell = await startApp([plan, join(home, 'nothing-there')], home);
  const asked = shell.page.getByRole('dialog', { name: 'What is this?' }).getByRole('listitem').locator('.mono');
  await expect(asked).toHaveText(['plan.yaml']);
  const second = spawn(
    shell.process.spawnfile,
    [join(import.meta.dirname, '../..'), `--user-data-dir=${shell.userData}`, 'plan.yaml', '.'],
    { cwd: home, stdio: 'ignore' },
  );
  const [status] = (await once(second, 'exit')) as [number];
  expect(status).toBe(0);
  await expect(asked).toHaveText(['plan.yaml', basename(home)]); // what waits for an answer waits on, and is asked once
});

test('what is chosen in a dialog has a handle, and what is cancelled has none', async () => {
  shell = await startApp([], home);
  const { app, page } = shell;
  await stubDialog(app, 'showOpenDialog', { canceled: false, filePaths: [home] });
  const { chosen } = await ask(page, 'host.choose', { what: 'export' });
  expect(chosen).toEqual([{ handle: expect.stringMatching(/^h-[0-9a-f]{32}$/), name: basename(home), folder: true }]);
  expect((await ask(page, 'host.choose', { what: 'workspace' })).chosen).toEqual(chosen); // the same path, the same handle
  await stubDialog(app, 'showOpenDialog', { canceled: true, filePaths: [home] });
  expect(await ask(page, 'host.choose', { what: 'package' })).toEqual({ chosen: [] });
});

test('the menu tells the page, which does it', async () => {
  shell = await startApp([], home);
  const heard = await hear(shell);
  const commands = () => heard.flatMap((event) => (event.type === 'command' ? [event.command] : []));
  for (const label of ['&New Reconciliation', '&Open…', '&Verify…', '&Find', '&Start the Run', '&Keys'])
    await clickMenuItem(shell.app, 'label', label);
  await expect.poll(commands).toEqual(['new', 'open', 'verify', 'find', 'run', 'keys']);
  const labels = (await getApplicationMenu(shell.app)).map(({ label }) => label);
  expect(labels).toEqual(['&File', '&Edit', '&Run', '&View', 'Help']);
});

test('closing the window while a run works asks once, and a run that is cut off leaves nothing', async () => {
  shell = await startApp([], home);
  const { app } = shell;
  const heard = await hear(shell);
  await startRun(heard);
  const [engine] = await engines(shell);
  await app.evaluate(({ dialog }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) => {
      asked.push(message);
      return Promise.resolve({ response: asked.length - 1, checkboxChecked: false });
    }) as never;
  });
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  await close();
  await expect.poll(asked).toEqual(['The sample ledger is being made. Close and cut it off?']); // answered with "keep working"
  expect(await engines(shell)).toEqual([engine]);
  const ended = hasEnded(shell);
  await close();
  expect(await ended).toBe(0);
  expect(lives(engine!)).toBe(false);
  const [workspace] = await readdir(join(home, 'Tallystick')).catch(() =>
    readdir(join(home, 'Documents', 'Tallystick')),
  );
  expect(workspace).toBeDefined();
  const files = await readdir(home, { recursive: true });
  expect(files.filter((name) => /partial|\.lock$/.test(name))).toEqual([]);
  const run = files.find((name) => /runs\/[^/]+\.json$/.test(name));
  expect(JSON.parse(await readFile(join(home, run!), 'utf8'))).toMatchObject({
    state: expect.stringMatching(/^(cancelled|cut off)$/),
  });
});

test('a killed engine is said, started again with its workspace, and the run can be started again', async () => {
  shell = await startApp([], home);
  const { page } = shell;
  const heard = await hear(shell);
  await startRun(heard);
  const [engine] = await engines(shell);
  const waiting = ask(page, 'plan.view', {}).then(
    () => 'answered',
    (error: unknown) => problemOf(error).code,
  );
  process.kill(engine!, 'SIGKILL');
  const states = () => heard.flatMap((event) => (event.type === 'engine' ? [event.state] : []));
  await expect.poll(states, { timeout: 15_000 }).toEqual(['gone', 'back']);
  expect(['answered', 'machine']).toContain(await waiting); // and never left hanging
  expect(await engines(shell)).toHaveLength(1);
  expect(await engines(shell)).not.toEqual([engine]);
  expect((await ask(page, 'workspace.view', {}))?.name).toBe('Sample ledger');
  const { runs } = await ask(page, 'run.list', {});
  expect(runs).toMatchObject([{ state: 'cut off' }]);
  await page.getByRole('navigation').getByRole('link', { name: /^Run/ }).click();
  await page.getByRole('heading', { name: 'The last run was cut off' }).waitFor();
  const { job } = await ask(page, 'run.start', {});
  await expect.poll(() => jobsOf(heard).findLast(({ id }) => id === job)?.state).toBe('running');
  await ask(page, 'jobs.cancel', { job });
  await expect.poll(() => jobsOf(heard).findLast(({ id }) => id === job)?.state, { timeout: 15_000 }).toBe('cancelled');
});

test('a signal ends the app in order, a run at work included', async () => {
  test.skip(process.platform === 'win32', 'signals are of POSIX');
  shell = await startApp([], home);
  const heard = await hear(shell);
  await startRun(heard);
  const [engine] = await engines(shell);
  const ended = hasEnded(shell);
  shell.process.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(lives(engine!)).toBe(false);
  const files = await readdir(home, { recursive: true });
  expect(files.filter((name) => /partial|\.lock$/.test(name))).toEqual([]);
});
