import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { clickMenuItem, stubDialog } from 'electron-playwright-helpers';
import { expect, startApp, test, type Shell } from './app.ts';

const root = join(import.meta.dirname, '../..');
const shots = join(root, 'artefacts/screens');

interface Fault {
  readonly kind: string;
  readonly table: string;
  readonly differences: readonly { readonly key: readonly string[]; readonly was: string; readonly is: string }[];
}

// One person, one evening: each test goes on where the one before it ended.
test.describe.configure({ mode: 'serial' });
let shell: Shell;
let home: string;
let fault: Fault['differences'][number];
const complaints: string[] = [];

test.beforeAll(async ({ electronMissing }) => {
  if (electronMissing !== null) return;
  home = await realpath(await mkdtemp(join(tmpdir(), 'tallystick-e2e-')));
  await mkdir(shots, { recursive: true });
  const ledger = join(home, 'ledger');
  await promisify(execFile)(process.execPath, [
    join(root, 'dist/tallystick.js'),
    'sample',
    ledger,
    '--rows',
    '3000',
    '--quiet',
  ]);
  const { faults } = JSON.parse(await readFile(join(ledger, 'faults.json'), 'utf8')) as { faults: Fault[] };
  fault = faults.find(({ kind, table }) => kind === 'amount_off_by_one' && table === 'accounts')!.differences[0]!;
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'tally', '-C', '', '-f', join(home, 'ops')]);
  await writeFile(join(home, 'allowed_signers'), `ops@example.com ${await readFile(join(home, 'ops.pub'), 'utf8')}`);
  shell = await startApp([], home);
  shell.page.on('pageerror', ({ message }) => complaints.push(message));
});
test.afterAll(async ({ electronMissing }) => {
  if (electronMissing !== null) return;
  await shell.app.close();
  await rm(home, { recursive: true, force: true });
});

const choose = (path: string) => stubDialog(shell.app, 'showOpenDialog', { canceled: false, filePaths: [path] });
const visit = (name: RegExp) => shell.page.getByRole('navigation').getByRole('link', { name }).click();

/** A screen as it is seen, kept in both schemes, and without a fault that axe can find. */
async function look(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await shell.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await shell.page.screenshot({ path: join(shots, `${name}-${colorScheme}.png`) });
    const { violations } = await new AxeBuilder({ page: shell.page }).setLegacyMode().analyze();
    expect(violations.map(({ id, nodes }) => [colorScheme, id, nodes[0]?.html])).toEqual([]);
  }
}

/** Drops real files on an element, as the window system hands them over. */
async function dropOn(label: string, files: readonly string[]): Promise<void> {
  const box = (await shell.page.getByRole('group', { name: label }).boundingBox())!;
  const cdp = await shell.page.context().newCDPSession(shell.page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  const [x, y] = [box.x + box.width / 2, box.y + 20];
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, x, y, data });
  await cdp.detach();
}

test('two exports are opened, one dropped and one chosen', async () => {
  const { page } = shell;
  await look('start');
  await page.getByRole('textbox', { name: 'Name' }).fill('rehearsal 4');
  await dropOn('Source', [join(home, 'ledger/source')]);
  await page.getByRole('group', { name: 'Source' }).getByText('source').first().waitFor();
  await choose(join(home, 'ledger/target'));
  await page.getByRole('group', { name: 'Target' }).getByRole('button', { name: 'Choose…' }).click();
  await page.getByRole('button', { name: 'Read both exports' }).click();
  await page.waitForURL(/#snapshots/);
  await expect
    .poll(
      () =>
        page
          .getByRole('navigation')
          .getByRole('link', { name: /^Snapshots/ })
          .textContent(),
      { timeout: 60_000 },
    )
    .toMatch(/\d+ files/);
  await look('snapshots');
});

test('a plan is proposed, and the run says not reconciled', async () => {
  const { page } = shell;
  await visit(/^Match/);
  await page.getByRole('button', { name: 'Propose a plan' }).click();
  await expect
    .poll(
      () =>
        page
          .getByRole('navigation')
          .getByRole('link', { name: /^Match/ })
          .textContent(),
      { timeout: 60_000 },
    )
    .toMatch(/\d+ columns/);
  await look('match');
  await visit(/^Run/);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /^Done in/ }).waitFor({ timeout: 100_000 });
  await page.getByRole('banner').getByText('Not reconciled').waitFor();
  await look('run');
});

test('a seeded fault is found by its key and seen on both sides', async () => {
  const { page } = shell;
  await visit(/^Findings/);
  await page.getByLabel('Go to a key').fill(fault.key[0]!);
  await page.keyboard.press('Enter');
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('heading', { name: fault.key[0]! }).waitFor();
  const record = inspector.getByRole('heading', { name: /^Canonical record/ }).locator('..');
  await expect.poll(() => record.textContent()).toContain(fault.was);
  await inspector.getByRole('button', { name: 'target' }).click();
  await expect.poll(() => record.textContent()).toContain(fault.is);
  await look('findings');
});

test('it is signed with a key file, and the package verifies by the names we trust', async () => {
  const { page } = shell;
  await visit(/^Sign-off/);
  await page.getByLabel('Name, as auditors list it').fill('ops@example.com');
  await choose(join(home, 'ops'));
  await page.getByRole('button', { name: /key file…/ }).click();
  await page.getByLabel('Passphrase, empty if it has none').fill('tally');
  await page.getByRole('button', { name: 'Sign', exact: true }).click();
  await page
    .getByRole('complementary', { name: 'Signatures' })
    .getByText('1 approver must still sign')
    .waitFor({ timeout: 20_000 });
  await look('signoff');
  await visit(/^Verify/);
  await choose(await packageFolder());
  await page.getByRole('group', { name: 'Package' }).getByRole('button', { name: 'Choose…' }).click();
  await dropOn('Whose names you trust', [join(home, 'allowed_signers')]);
  await page.getByRole('group', { name: 'Whose names you trust' }).getByText('allowed_signers').first().waitFor();
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('heading', { name: 'Sound', exact: true }).waitFor({ timeout: 30_000 });
  await expect(page.getByRole('row', { name: /ops@example\.com/ })).toBeVisible();
  await look('verify');
});

test('one flipped bit in the package is refused', async () => {
  const { page } = shell;
  const file = await open(join(await packageFolder(), 'differences.ndjson'), 'r+');
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 40);
  buffer[0]! ^= 1;
  await file.write(buffer, 0, 1, 40);
  await file.close();
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('heading', { name: 'Not sound' }).waitFor({ timeout: 30_000 });
  expect(await page.getByRole('table').first().getByRole('row').nth(1).textContent()).toMatch(
    /failed.*differences\.ndjson/s,
  );
});

test('a run is cancelled at once, and what was typed is still there after the engine was killed', async () => {
  const { page, app } = shell;
  await clickMenuItem(app, 'label', '&New Reconciliation');
  await page.getByRole('textbox', { name: 'Name' }).fill('rehearsal 5');
  const [engine] = await app.evaluate(({ app }) =>
    app.getAppMetrics().flatMap(({ name, pid }) => (name === 'Tallystick engine' ? [pid] : [])),
  );
  process.kill(engine!, 'SIGKILL');
  await page.getByText('The engine is back; nothing you typed was lost.').waitFor({ timeout: 20_000 });
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('rehearsal 5');
  await visit(/^Run/);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'The last run was cancelled' }).waitFor({ timeout: 20_000 });
});

test('nothing of all this was refused by the page’s policy, or thrown', () => {
  expect(shell.violations).toEqual([]);
  expect(complaints).toEqual([]);
});

async function packageFolder(): Promise<string> {
  const reports = (await readdir(home, { recursive: true })).filter((path) => path.endsWith('report.json'));
  expect(reports).toHaveLength(1);
  return dirname(join(home, reports[0]!));
}
