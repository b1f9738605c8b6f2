import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, expectAccessible, openSample, type AppInBrowser } from './app-in-browser.ts';

describe.skipIf(browser.launch === null)('A spot check, on the page', () => {
  let app: AppInBrowser;
  beforeAll(async () => {
    app = await openSample();
  });
  afterAll(async () => app.close());

  it('is drawn by hand and key from Sign-off, and says what it can conclude', async () => {
    const { page } = app;
    await page.keyboard.press('5');
    await page.getByRole('button', { name: 'Spot checks' }).waitFor();
    await page.keyboard.press('c');
    await page.getByText('None was drawn yet.').waitFor();
    await page.getByLabel('Method').selectOption('stratified');
    await page.getByLabel('Rows').fill('40');
    await page.getByLabel(/^Seed, best named/).fill('lottery of 31 January');
    await expectAccessible(page, 'spot-form');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/^If none of the 40 rows drawn is wrong, then with 95 % confidence at most/).waitFor();
    await page.getByRole('heading', { name: /^Strata/ }).waitFor();
    await expectAccessible(page, 'spot-sample');
  });

  it('shows a row as it is exported, with its file and row, and lies in the workspace with its sheet', async () => {
    const { page } = app;
    await page.getByRole('button', { name: '1', exact: true }).click();
    await page.getByRole('heading', { name: /^As exported/ }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('button', { name: '2', exact: true, expanded: true }).waitFor();
    await page.getByRole('heading', { name: /^As exported/ }).waitFor();
    await expectAccessible(page, 'spot-row');
    const found = (await readdir(app.root, { recursive: true })).filter((path) => /spots.*001\.(json|csv)$/.test(path));
    expect(found).toHaveLength(2);
    const sheet = await readFile(
      join(
        app.root,
        found.find((path) => path.endsWith('.csv'))!,
      ),
      'utf8',
    );
    expect(sheet.split('\r\n')).toHaveLength(42);
  });

  it('has its line in the journal', async () => {
    const { page } = app;
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await page.getByRole('row', { name: /Spot check drawn: 40 rows asked for, stratified/ }).waitFor();
    expect(app.complaints).toEqual([]);
  });
});
