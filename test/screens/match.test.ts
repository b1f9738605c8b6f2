import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, browseTo, expectAccessible, openApp, tellOfFailures, type AppInBrowser } from './app-in-browser.ts';

const rows = 400;
const hostile = '<img src=x onerror=alert(1)>';
const balance = (i: number) => 100_000 + i * 37;
const source = [
  `ACCT_NO,MINOR,NOTE,${hostile}`,
  ...Array.from({ length: rows }, (_, i) => `AC-${1000 + i},${balance(i)},"note ${i} \u202emoc",x${i % 7}`),
];
const target = [
  'account_no,balance,note,loaded_at',
  ...Array.from({ length: rows }, (_, i) => {
    const minor = i === 4 ? balance(i) + 1 : balance(i);
    return `AC-${1000 + i},${(minor / 100).toFixed(2)},"note ${i} \u202emoc",2026-01-31`;
  }),
];

async function exports(root: string): Promise<void> {
  for (const [side, lines] of Object.entries({ source, target })) {
    await mkdir(join(root, 'exports', side), { recursive: true });
    await writeFile(join(root, 'exports', side, 'accounts.csv'), `${lines.join('\n')}\n`);
  }
}

describe.skipIf(browser.launch === null)('From two exports to a plan, on the page', () => {
  let app: AppInBrowser;
  beforeAll(async () => {
    app = await openApp(exports);
  });
  afterAll(async () => app.close());
  tellOfFailures(() => app);

  it('Start takes two exports, found in the folders of the server', async () => {
    const { page } = app;
    await page.getByRole('heading', { name: 'New reconciliation' }).waitFor();
    await expectAccessible(page, 'start');
    await page.getByLabel('Name').fill('Cutover مرحبا');
    for (const side of ['source', 'target']) {
      await page.getByRole('group', { name: side }).getByRole('button', { name: 'Choose…' }).click();
      if (side === 'source') await expectAccessible(page, 'browse');
      await browseTo(page, `exports/${side}`);
    }
    await page.getByRole('button', { name: 'Read both exports' }).click();
    await page.waitForURL(/#snapshots$/);
  });

  it('Snapshots shows each file with its own digest, and each column as what it is', async () => {
    const { page, root } = app;
    for (const side of ['source', 'target']) {
      const digest = createHash('sha256')
        .update(await readFile(join(root, 'exports', side, 'accounts.csv')))
        .digest('hex');
      await page.getByTitle(digest).waitFor();
    }
    await page.getByText(hostile).first().waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    await page.getByRole('button', { name: 'MINOR' }).click();
    await page.getByRole('heading', { name: 'Most frequent' }).waitFor();
    await expectAccessible(page, 'snapshots');
  });

  it('Match proposes pairs with their reasons, and tests the key on both sides', async () => {
    const { page } = app;
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: 'Propose a plan' }).click();
    await page.getByRole('row', { name: /balance decimal\(2\) MINOR/ }).waitFor();
    await page.getByText('unique in source, 400 rows').waitFor();
    await page.getByText('unique in target, 400 rows').waitFor();
    await expectAccessible(page, 'match');
  });

  it('an option that is edited is seen on real rows at once, and undone by a key', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'balance', exact: true }).click();
    const equal = page.getByText('equal', { exact: true });
    const notEqual = page.getByText('not equal', { exact: true });
    await equal.first().waitFor();
    await page.getByLabel('scale, × 10ⁿ, source').fill('-1');
    await expect.poll(() => notEqual.count()).toBe(5);
    await expectAccessible(page, 'match-edited');
    await page.getByRole('heading', { name: 'balance' }).click(); // out of the field, where the key is the field's own
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.getByLabel('scale, × 10ⁿ, source').inputValue()).toBe('-2');
    await expect.poll(() => equal.count()).toBeGreaterThanOrEqual(4);
  });

  it('a column that nothing is compared with waits, until somebody says why', async () => {
    const { page } = app;
    for (const column of [hostile, 'loaded_at']) {
      await page.getByRole('row', { name: 'decide' }).filter({ hasText: column }).click();
      await page.getByRole('complementary').getByText(column).first().waitFor();
      if (column === hostile) await expectAccessible(page, 'match-unmapped');
      await page.getByLabel('Why it is left out').fill('not part of the ledger');
      await page.getByRole('button', { name: 'Leave it out' }).click();
      await page.getByRole('row', { name: 'not compared' }).filter({ hasText: column }).waitFor();
    }
    expect(await page.getByText('0 to decide', { exact: false }).count()).toBe(1);
  });

  it('the same plan is a text, kept with its mistakes, and shows them at their line', async () => {
    const { page } = app;
    await page.keyboard.press('t');
    const text = page.getByRole('textbox', { name: 'plan.yaml' });
    await text.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('colums: 1\n');
    await page.getByRole('button', { name: 'line 1, column 1' }).waitFor();
    expect(await page.getByRole('button', { name: 'Run' }).isDisabled()).toBe(true);
    await expectAccessible(page, 'match-text');
    await page.reload();
    await page.getByText('colums: 1').waitFor();
    await text.click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Delete');
    await expect.poll(() => page.getByRole('button', { name: 'Run' }).isEnabled()).toBe(true);
  });

  it('keys go to every step, are listed by ?, and are letters in a field', async () => {
    const { page } = app;
    await page.getByRole('tab', { name: 'accounts' }).click();
    await page.keyboard.press('1');
    await page.waitForURL(/#snapshots/);
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.waitForURL(/#start/);
    await page.getByLabel('Name').pressSequentially('12?');
    expect(await page.getByLabel('Name').inputValue()).toBe('12?');
    await page.getByRole('heading', { name: 'New reconciliation' }).click();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await expectAccessible(page, 'keys');
    await page.keyboard.press('Escape');
  });

  it('nothing was refused by the policy of the page, and nothing failed on it', () => {
    expect(app.complaints).toEqual([]);
  });

  it('says that the server is gone, and keeps what was typed', async () => {
    const { page } = app;
    await app.loopback.close();
    await page.getByText('The engine ended and is being started again.').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('12?');
    await expectAccessible(page, 'engine-gone');
  });
});

if (browser.launch === null) it.skip(`Screens: ${browser.why}`, () => undefined);
