import { open, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, browseTo, expectAccessible, openApp, tellOfFailures, type AppInBrowser } from './app-in-browser.ts';

async function packageBelow(root: string): Promise<string> {
  const reports = (await readdir(root, { recursive: true })).filter((path) => path.endsWith(`${sep}report.json`));
  expect(reports).toHaveLength(1);
  return dirname(join(root, reports[0]!));
}

describe.skipIf(browser.launch === null)('From the sample ledger to a package that is verified, on the page', () => {
  let app: AppInBrowser;
  let folder: string;
  beforeAll(async () => {
    app = await openApp(async (root) => {
      await mkdir(root, { recursive: true });
    });
  });
  afterAll(async () => app.close());
  tellOfFailures(() => app);

  it('one click leads to a finished reconciliation, whose verdict is a word and a shape', async () => {
    const { page, root } = app;
    await page.getByLabel('rows').selectOption('10,000');
    await page.getByRole('button', { name: 'Try the sample ledger' }).click();
    await page.waitForURL(/#findings/, { timeout: 110_000 });
    await page.getByRole('banner').getByText('Not reconciled').waitFor();
    await expect.poll(() => page.getByRole('banner').locator('svg').count()).toBe(1);
    folder = await packageBelow(root);
  });

  it('Verify names every check and whether it passed, failed or was not done, and why', async () => {
    const { page, root } = app;
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await expectAccessible(page, 'verify');
    await page.getByRole('group', { name: 'Package' }).getByRole('button', { name: 'Choose…' }).click();
    await browseTo(page, relative(root, folder).split(sep).join('/'));
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Sound', exact: true }).waitFor();
    await page.getByText('Intact, and signed by nobody.').waitFor();
    expect(await page.getByRole('row', { name: /^passed/ }).count()).toBeGreaterThan(5);
    await expectAccessible(page, 'verify-sound');
  });

  it('one flipped bit is said first, by the check that found it', async () => {
    const { page } = app;
    const file = await open(join(folder, 'differences.ndjson'), 'r+');
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 40);
    buffer[0]! ^= 1;
    await file.write(buffer, 0, 1, 40);
    await file.close();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByRole('heading', { name: 'Not sound' }).waitFor();
    const first = page.getByRole('table').first().getByRole('row').nth(1);
    expect(await first.textContent()).toMatch(/failed.*differences\.ndjson/s);
    await expectAccessible(page, 'verify-unsound');
    expect(app.complaints).toEqual([]);
  });

  it('is cancelled while it works, says nothing of what was begun, and is begun again', async () => {
    const { page, root } = app;
    await page.getByText('The exports, to run it again; the journal').click();
    for (const side of ['source', 'target']) {
      const group = page.getByRole('group', { name: `${side} export`, exact: false });
      await group.getByRole('button', { name: 'Choose…' }).click();
      await browseTo(
        page,
        relative(root, join(folder, '..', '..', side))
          .split(sep)
          .join('/'),
      );
    }
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.getByRole('main').getByRole('button', { name: 'cancel' }).click();
    await page.getByRole('heading', { name: 'Verifying was cancelled' }).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    await expectAccessible(page, 'verify-cancelled');
    await page.getByRole('button', { name: 'Verify again' }).click();
    await page.getByRole('heading', { name: 'Not sound' }).waitFor();
    expect(app.complaints).toEqual([]);
  });

  it('Start finds the workspace again', async () => {
    const { page } = app;
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('button', { name: /Sample ledger/ }).click();
    await page.waitForURL(/#findings/);
  });
});
