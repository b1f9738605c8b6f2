import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { startLoopback, type Loopback } from '../../serve/loopback.ts';
import { findBrowser } from '../../tools/find-browser.mjs';

const found = findBrowser() as { launch: { executablePath: string; chromiumSandbox: boolean } | null; why?: string };

interface Fault {
  readonly kind: string;
  readonly table: string;
  readonly differences: readonly { readonly key: readonly string[]; readonly was: string; readonly is: string }[];
}

// What a browser is told of a sandboxed frame and of axe looking into it is no fault of the page's.
const expected = /sandboxed|Unrecognized feature|favicon|status of 404/;

describe.skipIf(found.launch === null)(`Run, Findings and Sign-off over the loopback ${found.why ?? ''}`, () => {
  const root = mkdtempSync(join(tmpdir(), 'tallystick-screens-'));
  const complaints: string[] = [];
  let loopback: Loopback;
  let browser: Browser;
  let page: Page;
  let address: string;

  const call = (name: string, input: object): Promise<{ ok: Record<string, never> }> =>
    page.evaluate(
      `fetch('call/${name}', ${JSON.stringify({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })}).then((answer) => answer.json())`,
    );
  const go = async (hash: string): Promise<void> => {
    await page.goto(`${address}#${hash}`);
  };
  const firstCell = () => page.locator('[role=row][aria-rowindex="2"] [role=gridcell]').nth(1);

  beforeAll(async () => {
    writeFileSync(join(root, 'alice.key'), makeEd25519Key('alice@example.com', 'tally').privateFile, { mode: 0o600 });
    loopback = await startLoopback({ root, port: 0, limits: { threads: 2 } });
    browser = await chromium.launch(found.launch!);
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (said) => {
      if (said.type() === 'error' && !expected.test(said.text())) complaints.push(said.text());
    });
    await page.goto(loopback.link);
    await page.waitForURL(/\/$/);
    address = page.url();
    await call('workspace.sample', { rows: 2000 });
    await go('run');
    await page.getByRole('heading', { name: /^Done in/ }).waitFor({ timeout: 110_000 });
  });
  afterAll(async () => {
    await browser.close();
    await loopback.close();
    rmSync(root, { recursive: true, force: true });
  });

  const screens: readonly (readonly [name: string, open: () => Promise<void>])[] = [
    ['Run', () => go('run')],
    [
      'Findings',
      async () => {
        await go('findings?table=accounts');
        await firstCell().filter({ hasText: 'AC-' }).waitFor();
      },
    ],
    [
      'Findings with the inspector open',
      async () => {
        await go('findings?table=token_balances');
        await firstCell().filter({ hasText: 'AC-' }).click();
        await page.getByRole('heading', { name: /^Path to the root/ }).waitFor();
      },
    ],
    [
      'Sign-off',
      async () => {
        await go('signoff');
        await page.getByRole('heading', { name: /^Gates/ }).waitFor();
      },
    ],
  ];
  const looks = (['dark', 'light'] as const).flatMap((scheme) =>
    [
      { width: 1280, height: 800 },
      { width: 2560, height: 1440 },
    ].map((size) => ({ scheme, ...size })),
  );

  it.each(screens)(
    '%s has no violation axe finds and nothing beyond its window, light and dark, small and large',
    async (name, open) => {
      for (const { scheme, width, height } of looks) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height });
        await open();
        await page.screenshot({ path: `artefacts/screens/${name}-${width}-${scheme}.png` });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.map(({ id, nodes }) => [scheme, width, id, nodes[0]?.html])).toEqual([]);
        const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
        expect(beyond).toBeLessThanOrEqual(0);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  );

  it('A seeded fault is found by its key, and seen down to what the exports say', async () => {
    const workspaces = join(root, 'tallystick-workspaces');
    const [workspace] = readdirSync(workspaces);
    const { faults } = JSON.parse(readFileSync(join(workspaces, workspace!, 'faults.json'), 'utf8')) as {
      faults: Fault[];
    };
    const [{ key, was, is }] = faults.find(({ kind, table }) => kind === 'amount_off_by_one' && table === 'accounts')!
      .differences as [Fault['differences'][number]];
    await go('findings?table=accounts');
    await page.getByLabel('Go to a key').fill(key[0]!);
    await page.keyboard.press('Enter');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByRole('heading', { name: key[0]! }).waitFor();
    const record = inspector.getByRole('heading', { name: /^Canonical record/ }).locator('..');
    await expect.poll(() => record.textContent()).toContain(was);
    await inspector.getByRole('button', { name: 'target' }).click();
    await expect.poll(() => record.textContent()).toContain(is);
    const marks = await inspector.locator('table mark').allTextContents();
    expect(marks).toHaveLength(2);
    expect(is.endsWith(marks[1]!)).toBe(true);
    // The source exports minor units: the same amount without its point.
    await inspector.getByRole('button', { name: 'source' }).click();
    const raw = inspector.getByRole('heading', { name: /^As exported/ }).locator('..');
    await expect.poll(() => raw.textContent()).toContain(was.replace('.', ''));
  });

  it('A count is pressed, and the listing holds what it counts', async () => {
    await go('findings?table=accounts');
    const changed = page.getByRole('region', { name: /^What changed/ });
    const row = changed.getByRole('row', { name: /^memo/ });
    const count = await row.getByRole('cell').first().textContent();
    await row.getByRole('button').click();
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(Number(count) + 1));
  });

  it('The report is shown in a frame that runs nothing, by keys typed before the screen has read it', async () => {
    await page.keyboard.press('5');
    await page.keyboard.press('p');
    const report = page.frameLocator('iframe');
    await report.getByRole('heading', { name: 'Every row accounted for' }).waitFor();
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('');
  });

  it('A key file and its passphrase sign; the same person is refused a second time', async () => {
    await go('signoff');
    const sign = async (role: string): Promise<void> => {
      await page.getByLabel('Name, as auditors list it').fill('alice@example.com');
      await page.getByLabel('Role').selectOption(role);
      await page.getByRole('button', { name: /key file…/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'alice.key' }).click();
      await page.getByLabel('Passphrase, empty if it has none').fill('tally');
      await page.getByRole('button', { name: 'Sign', exact: true }).click();
    };
    const signatures = page.getByRole('complementary', { name: 'Signatures' });
    await sign('preparer');
    await signatures.getByText('alice@example.com').waitFor();
    expect(await signatures.textContent()).toContain('1 approver must still sign');
    expect(await signatures.textContent()).not.toContain('preparer must still sign');
    await sign('approver');
    await page.getByRole('alert').waitFor();
    expect(await signatures.getByRole('heading', { name: /^Signed/ }).textContent()).toMatch(/1 signature$/);
  });

  it('A run is cancelled, says so, and leaves the findings of the last one', async () => {
    await page.keyboard.press('3');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('main').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'The last run was cancelled' }).waitFor();
    await go('findings?table=accounts');
    await firstCell().filter({ hasText: 'AC-' }).waitFor();
  });

  it('Nothing of all this was refused by the page’s own policy, or thrown', () => {
    expect(complaints).toEqual([]);
  });
});
