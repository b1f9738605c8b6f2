import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, expectAccessible, openSample, tellOfFailures, type AppInBrowser } from './app-in-browser.ts';

describe.skipIf(browser.launch === null)('The journal of a workspace, on the page', () => {
  let app: AppInBrowser;
  let journal: string;
  beforeAll(async () => {
    app = await openSample();
    const found = (await readdir(app.root, { recursive: true })).find((path) => path.endsWith(`${sep}journal.jsonl`))!;
    journal = join(app.root, found);
  });
  afterAll(async () => app.close());
  tellOfFailures(() => app);

  it('is in the rail, and shows line by line what was done', async () => {
    const { page } = app;
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'As it was written' }).waitFor();
    await page.getByRole('row', { name: /Run ended: not reconciled/ }).waitFor();
    expect(
      await page
        .getByRole('navigation')
        .getByRole('link', { name: /^Journal\s*, done/ })
        .textContent(),
    ).toMatch(/\d lines/);
    await expectAccessible(page, 'journal');
    await page.getByRole('button', { name: 'exports' }).click();
    await page.getByText('No line of that kind.').waitFor();
    await page.getByRole('button', { name: 'all', exact: true }).first().click();
  });

  it('an edit behind the app’s back is said with its line, and the rail says it too', async () => {
    const { page } = app;
    await writeFile(journal, (await readFile(journal, 'utf8')).replace('"user":"', '"user":"not-'));
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.keyboard.press('g');
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'Tampered with' }).waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('It is never repaired');
    await page
      .getByRole('navigation')
      .getByRole('link', { name: /^Journal\s*, failed/ })
      .waitFor();
    await expectAccessible(page, 'journal-tampered');
    expect(app.complaints).toEqual([]);
  });
});
