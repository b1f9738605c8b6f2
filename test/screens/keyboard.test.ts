import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { writeSample } from '../../engine/sample/write-sample.ts';
import { browser, openApp, tellOfFailures, type AppInBrowser } from './app-in-browser.ts';

// The whole journey with the hands on the keys: nothing here presses, points or fills by itself.
describe.skipIf(browser.launch === null)('From two exports to a verified package, by keys alone', () => {
  let app: AppInBrowser;
  beforeAll(async () => {
    app = await openApp(async (root) => {
      await writeSample(join(root, 'ledger'), { rows: 2000, faults: 3, seed: 1 });
      await mkdir(join(root, 'keys'));
      await writeFile(join(root, 'keys/alice.key'), makeEd25519Key('alice@example.com', 'tally').privateFile);
    });
  });
  afterAll(async () => app.close());
  tellOfFailures(() => app);

  const press = async (...keys: string[]) => {
    for (const key of keys) await app.page.keyboard.press(key);
  };
  const type = (text: string) => app.page.keyboard.type(text);
  /** What has the focus: its role or tag, and its name. */
  const focused = () =>
    app.page.evaluate<string>(`(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      if (at === null || at === document.body) return 'nothing';
      const name = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent;
      return (at.getAttribute('role') ?? at.tagName.toLowerCase()) + ' ' + name.trim().replace(/\\s+/g, ' ');
    })()`);
  const toFocus = async (what: RegExp) => expect.poll(focused).toMatch(what);
  /** Tab until something has the focus; every stop on the way can be seen to have it. */
  async function tabTo(what: RegExp, key = 'Tab'): Promise<void> {
    for (let stops = 0; stops < 60; stops++) {
      if (what.test(await focused())) return;
      await press(key);
      const seen = await app.page.evaluate<boolean>(`(() => {
        const at = document.activeElement;
        if (at === null || at === document.body || at.matches('main, dialog, iframe')) return true;
        const { outlineStyle, outlineWidth } = getComputedStyle(at);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || at.shadowRoot !== null || at.closest('.editor') !== null;
      })()`);
      expect(seen, await focused()).toBe(true);
    }
    throw new Error(`Tab does not come to ${String(what)}`);
  }
  const inList = `document.activeElement?.closest('dialog ul') != null`;
  /** Walks the folders of the server by arrows and Enter. */
  async function choose(...names: string[]): Promise<void> {
    await app.page.getByRole('dialog').waitFor();
    for (const name of names) {
      // The dialog is there before its list is: an arrow that is pressed meanwhile would skip the first entry.
      await expect.poll(() => app.page.evaluate<boolean>(inList)).toBe(true);
      for (let steps = 0; steps < 40 && !(await focused()).includes(` ${name} `); steps++) await press('ArrowDown');
      await toFocus(new RegExp(` ${name} `));
      await press('Enter');
      // The folder is shown by its path; its name alone stands in the list that was left, too.
      if (!name.includes('.'))
        await expect.poll(() => app.page.locator('dialog p.mono').textContent()).toMatch(new RegExp(`(^|/)${name}$`));
    }
  }
  const chooseFolder = async (...names: string[]) => {
    await choose(...names);
    await tabTo(/^button This folder$/);
    await press('Enter');
    await app.page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  it('Start: a name, a source, a target', async () => {
    await app.page.getByRole('heading', { name: 'New reconciliation' }).waitFor();
    await press('n');
    await toFocus(/^input Name/);
    await type('rehearsal by hand');
    await tabTo(/^button Choose…/);
    await press('Enter');
    await chooseFolder('ledger', 'source');
    await toFocus(/^button Choose another/); // the focus is given back
    await press('t');
    await chooseFolder('ledger', 'target');
    await tabTo(/^button Read both exports/);
    await press('Enter');
    await app.page.waitForURL(/#snapshots$/);
  });

  it('Snapshots: a column is opened, and on to the plan', async () => {
    await app.page
      .getByRole('button', { name: 'BAL_MINOR' })
      .or(app.page.getByRole('button', { expanded: false }))
      .first()
      .waitFor();
    await tabTo(/^button ▸/);
    await press('ArrowDown', 'Enter');
    await app.page.getByRole('heading', { name: 'Most frequent' }).waitFor();
    await press('Control+Enter');
    await app.page.waitForURL(/#match/);
  });

  it('Match: a plan is proposed, walked, edited, undone, seen as text', async () => {
    await app.page.getByRole('button', { name: 'Propose a plan' }).waitFor();
    await press('p');
    await app.page.getByRole('heading', { name: /^Columns/ }).waitFor();
    await press('ArrowDown', 'ArrowDown');
    const chosen = () => app.page.locator('tr.chosen th button').textContent();
    const third = await chosen();
    await toFocus(new RegExp(`^button ${third!.trim()}`));
    await press('e');
    await toFocus(/^select/);
    await press('Escape');
    await toFocus(new RegExp(`^button ${third!.trim()}`)); // back in the list, where it was
    await press('i');
    await toFocus(/^textarea/);
    await press('Escape');
    await toFocus(new RegExp(`^button ${third!.trim()}`));
    await press(']');
    await press('t');
    await app.page.getByRole('textbox', { name: 'plan.yaml' }).waitFor();
    await expect.poll(() => app.page.getByRole('button', { name: 'Run' }).isEnabled()).toBe(true);
    await press('Control+Enter');
    await app.page.waitForURL(/#run/);
  });

  it('Run: it is done, and said', async () => {
    await app.page.getByRole('heading', { name: /^Done in/ }).waitFor({ timeout: 100_000 });
    await press('4');
    await app.page.getByRole('grid').waitFor();
  });

  it('Findings: rows, cells, the inspector, a kind, a search, tables, buckets', async () => {
    const { page } = app;
    const grid = page.getByRole('grid');
    await expect.poll(() => grid.getAttribute('aria-rowcount')).not.toBe('-1');
    const stands = async () => (await grid.getAttribute('aria-activedescendant'))!.split('-').slice(-2).join(' ');
    await press('ArrowDown', 'ArrowDown', 'ArrowRight');
    await expect.poll(stands).toBe('2 1');
    await press('End');
    await press('Home');
    await expect.poll(stands).toBe('0 1');
    await press('Enter');
    await page.getByRole('button', { name: 'Accept as exception…' }).waitFor();
    await press('a');
    await toFocus(/^input this difference/);
    await press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await toFocus(/^grid/); // an exception that was not made gives the keys back to the row
    await press('Escape');
    await expect.poll(() => page.getByRole('complementary').count()).toBe(0);
    await toFocus(/^grid/);
    await press('/');
    await toFocus(/^input Search keys/);
    await type('AC-');
    await page.getByRole('button', { name: /^text AC-/ }).waitFor();
    await press('Escape', 'c');
    await page.getByRole('button', { name: /^text AC-/ }).waitFor({ state: 'detached' });
    await press('b');
    await page.getByRole('dialog').waitFor();
    await press('Escape');
    await press('m');
    await toFocus(/^application/);
    await press('ArrowRight', 'Enter');
    await page.getByRole('button', { name: /^buckets/ }).waitFor();
    await press('c');
    const before = page.url();
    await press(']');
    await expect.poll(() => page.url()).not.toBe(before);
    await tabTo(/^button changed/);
    await press('Enter');
    await page.waitForURL(/kind=changed/);
    await press('x', 'x');
  });

  it('Sign-off: the report, and a signature', async () => {
    const { page } = app;
    await press('5');
    await page.getByRole('heading', { name: /^Gates/ }).waitFor();
    await press('p');
    await page.locator('iframe').waitFor();
    await press('p');
    await page.getByLabel('Name, as auditors list it').waitFor();
    await press('s');
    await toFocus(/^input Name, as auditors/);
    await type('alice@example.com');
    await tabTo(/^button Choose a key file/);
    await press('Enter');
    await choose('keys', 'alice.key');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await tabTo(/^input Passphrase/);
    await type('tally');
    await press('Enter');
    const signatures = page.getByRole('complementary', { name: 'Signatures' });
    await signatures.getByText('1 preparer must still sign').waitFor({ state: 'hidden' });
    await signatures.getByText('1 approver must still sign').waitFor();
  });

  it('Verify: a package is chosen and judged', async () => {
    const { page } = app;
    await press('Escape');
    // The field that was typed into has the focus still: letters are its own until Tab leaves it.
    await tabTo(/^(button|a|select)/);
    await press('g', 'v');
    await page.waitForURL(/#verify/);
    await press('o');
    await page.getByRole('dialog').waitFor();
    await choose('tallystick-workspaces', 'rehearsal by hand', 'runs');
    await expect.poll(() => app.page.evaluate<boolean>(inList)).toBe(true);
    await press('End', 'Enter');
    await expect.poll(() => page.locator('dialog p.mono').textContent()).toMatch(/\/runs\/[^/]+$/);
    await tabTo(/^button This folder$/);
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press('Control+Enter');
    await page.getByRole('heading', { name: 'Sound', exact: true }).waitFor();
  });

  it('Journal, Start, and the list of keys, which closes by Escape and gives the focus back', async () => {
    const { page } = app;
    await press('g', 'j');
    await page.getByRole('heading', { name: 'As it was written' }).waitFor();
    await tabTo(/^button runs$/);
    await press('Enter');
    await press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.waitFor();
    for (const where of ['Everywhere', 'Journal']) await keys.getByRole('heading', { name: where }).waitFor();
    await press('Escape');
    await toFocus(/^button runs$/);
    await press('g', 'o');
    await page.getByRole('heading', { name: 'New reconciliation' }).waitFor();
    expect(app.complaints).toEqual([]);
  });
});

if (browser.launch === null) it.skip(`By keys alone: ${browser.why}`, () => undefined);
