import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, openApp, tellOfFailures, type AppInBrowser } from './app-in-browser.ts';

// A ledger of everything that makes a screen ugly: long names, long values, right to left, markup, many columns.
const long = 'a_column_whose_name_goes_on_because_a_vendor_generated_it_from_a_sentence_'.repeat(2);
const columns = ['id', 'balance', 'اسم_الحساب', 'note', long, 'big', '<img src=x onerror=alert(1)>', 'region'];
const names = ['محمد بن سلمان', 'Łukasz Żak', '王小明王小明', 'O’Hara', '\u202egnirts', 'x'.repeat(300)];
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

function rowOf(i: number, isTarget: boolean): string[] {
  const cents = ((i * 7919) % 10_000_000) + (isTarget && i % 40 === 0 ? 1 : 0);
  return [
    `AC-${String(i).padStart(8, '0')}`,
    (cents / 100).toFixed(2),
    names[i % names.length]! + (isTarget && i % 33 === 0 ? ' ' : ''),
    i % 10 === 0 ? 'lorem ipsum dolor sit amet '.repeat(40) + (isTarget && i % 50 === 0 ? '!' : '') : `note ${i}`,
    `v${i % 5}`,
    `${'9'.repeat(30)}${i}.${String(i).padStart(6, '0')}`,
    `<b>${i}</b>`,
    `region-${i % 14}`,
    ...Array.from({ length: 20 }, (_, c) => (c === 3 && isTarget && i % 20 === 0 ? `z${i}` : `c${c}-${i % 9}`)),
  ];
}

async function exports(root: string): Promise<void> {
  const head = [...columns, ...Array.from({ length: 20 }, (_, i) => `extra_${i}`)];
  for (const side of ['source', 'target']) {
    const folder = join(root, 'exports', side);
    await mkdir(folder, { recursive: true });
    const rows = Array.from({ length: 600 }, (_, i) => i).filter((i) => side === 'source' || i % 97 !== 5);
    const lines = [head, ...rows.map((i) => rowOf(i, side === 'target'))].map((cells) => cells.map(quoted).join(','));
    const name = 'accounts-of-the-whole-bank-as-exported-by-the-core-system-on-2026-01-31T021000Z.csv';
    await writeFile(join(folder, name), `${lines.join('\n')}\n`);
    await writeFile(join(folder, 'regions.csv'), 'code,name\n1,Île-de-France\n2,Bretagne\n');
    await writeFile(join(folder, 'README.txt'), 'no data');
  }
}

interface Answer {
  readonly ok: {
    readonly entries: { readonly name: string; readonly handle: string }[];
    readonly jobs: { readonly state: string; readonly made: string | null }[];
  };
}

describe.skipIf(browser.launch === null)('Every screen, in every state that it has', () => {
  let app: AppInBrowser;
  let address: string;
  beforeAll(async () => {
    app = await openApp(exports);
    await app.page.getByRole('heading', { name: 'New reconciliation' }).waitFor();
    address = app.page.url().split('#')[0]!;
  });
  afterAll(async () => app.close());
  tellOfFailures(() => app);

  const call = (name: string, input: object): Promise<Answer> => {
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) };
    return app.page.evaluate(`fetch('call/${name}', ${JSON.stringify(request)}).then((answer) => answer.json())`);
  };
  const go = async (hash: string) => {
    await app.page.goto(`${address}#${hash}`);
  };
  const heading = (name: string | RegExp) => app.page.getByRole('heading', { name }).first().waitFor();
  const ended = async () => {
    await expect.poll(async () => (await call('jobs.view', {})).ok.jobs.at(-1)?.state).not.toBe('running');
  };

  /** Its picture in both schemes, small and large, is kept; nothing is wider than the window, nor cut and not to be had whole. */
  async function look(name: string): Promise<void> {
    const { page } = app;
    for (const [width, height] of [
      [2560, 1440],
      [1280, 800],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join('artefacts', 'screens', 'states', `${name}-${width}-${colorScheme}.png`) });
      }
      const { beyond, cut } = await page.evaluate<{ beyond: number; cut: string[] }>(`({
        beyond: document.documentElement.scrollWidth - innerWidth,
        cut: [...document.querySelectorAll('body *')]
          .filter((one) => getComputedStyle(one).textOverflow === 'ellipsis' && one.scrollWidth > one.clientWidth + 1)
          .filter((one) => one.checkVisibility() && one.closest('[title]') === null && one.querySelector('[title]') === null)
          .filter((one) => one.closest('tr')?.querySelector('[aria-expanded]') == null)
          .map((one) => one.textContent.trim().slice(0, 80)),
      })`);
      expect({ name, width, beyond: Math.max(0, beyond), cut }).toEqual({ name, width, beyond: 0, cut: [] });
    }
  }

  it('before anything was opened', async () => {
    for (const [hash, title] of [
      ['start', 'New reconciliation'],
      ['verify', 'Nothing was verified yet'],
      ['findings', 'No workspace is open'],
    ] as const) {
      await go(hash);
      await heading(title);
      await look(`none-${hash}`);
    }
  });

  it('in a workspace in which nothing was done', async () => {
    const { entries } = (await call('host.browse', { folder: null })).ok;
    const folder = entries.find(({ name }) => name === 'exports')!.handle;
    const sides = (await call('host.browse', { folder })).ok.entries;
    const handle = (side: string) => sides.find(({ name }) => name === side)!.handle;
    const name = 'Core banking cutover مرحبا, under a name that is longer than any sensible person would give it, 4';
    await call('workspace.create', { name, source: handle('source'), target: handle('target'), folder: null });
    for (const [hash, title] of [
      ['snapshots', 'Neither export was read yet'],
      ['match', 'There is no plan yet'],
      ['run', 'There is no plan to run yet'],
      ['findings', 'Nothing was compared yet'],
      ['signoff', 'Nothing to sign yet'],
      ['journal', 'As it was written'],
    ] as const) {
      await go(hash);
      await heading(title);
      await look(`empty-${hash}`);
    }
  });

  it('as it is put together: snapshots, a plan, a text with a mistake', async () => {
    const { page } = app;
    await go('snapshots');
    await call('snapshots.read', {});
    await ended();
    await page.getByRole('button', { name: 'balance' }).first().click();
    await page.getByRole('button', { name: 'note' }).first().click();
    await look('snapshots');
    await call('plan.propose', {});
    await ended();
    await go('match');
    for (const column of ['balance', columns[2]!, long]) {
      await page.getByRole('button', { name: column, exact: true }).first().click();
      await page.getByRole('complementary').getByRole('heading', { name: column, exact: true }).waitFor();
      await look(`match-${columns.indexOf(column)}`);
    }
    await page.keyboard.press('t');
    await page.getByRole('textbox', { name: 'plan.yaml' }).waitFor();
    await look('match-text');
    await go('run');
    await heading('Ready to reconcile');
    await look('run-ready');
  });

  it('a run: at work, cancelled, failed, cut off, done', async () => {
    const { page, root } = app;
    await page.keyboard.press('Control+Enter');
    await heading(/^Steps$/);
    await page.screenshot({ path: join('artefacts', 'screens', 'states', 'run-working-1280-dark.png') });
    await page.keyboard.press('Escape'); // to the button alone: the work of an hour is not thrown away by one key
    await page.keyboard.press('Enter');
    await heading('The last run was cancelled');
    await look('run-cancelled');

    const regions = join(root, 'exports', 'source', 'regions.csv');
    await rename(regions, `${regions}.gone`);
    await page.keyboard.press('Control+Enter');
    await heading('The last run failed');
    await look('run-failed');
    await rename(`${regions}.gone`, regions);
    await page
      .getByRole('button', { name: /^Put away/ })
      .first()
      .click();

    await page.keyboard.press('Control+Enter');
    await heading(/^Done in/);
    await look('run-done');
  });

  it('what was found: with the inspector, nothing left, equal; signed, reported, written down', async () => {
    const { page } = app;
    await go('findings');
    await page.locator('[role=row][aria-rowindex="2"] [role=gridcell]').nth(1).filter({ hasText: 'AC-' }).click();
    await heading(/^Path to the root/);
    await look('findings-inspected');
    await go('findings?text=nothing+holds+this');
    await heading('No row is left');
    await look('findings-nothing-left');
    await go('findings?table=regions');
    await heading('No difference');
    await look('findings-equal');
    await go('signoff');
    await heading(/^Gates/);
    await look('signoff');
    await page.keyboard.press('p');
    await page.frameLocator('iframe').getByRole('heading', { name: 'Every row accounted for' }).waitFor();
    await look('signoff-report');
    await go('journal');
    await heading('As it was written');
    await look('journal');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await look('keys');
    await page.keyboard.press('Escape');
  });

  it('a run that the program’s end cut off, once its workspace is opened again', async () => {
    const { page, root } = app;
    const workspaces = join(root, 'tallystick-workspaces');
    const [workspace] = await readdir(workspaces);
    const runs = join(workspaces, workspace!, 'runs');
    const last = (await readdir(runs))
      .filter((name) => name.endsWith('.json'))
      .map((name) => name.slice(0, -'.json'.length)) // with it, -2 of the same second would stand before the first
      .toSorted()
      .at(-1)!;
    const record = JSON.parse(await readFile(join(runs, `${last}.json`), 'utf8')) as object;
    await call('workspace.close', {});
    // What a killed program leaves: a run that its file says is at work.
    const run = `${last.replace(/-\d+$/, '')}-9`;
    await writeFile(join(runs, `${run}.json`), JSON.stringify({ ...record, run, state: 'working', verdict: null }));
    await go('start');
    await page.getByRole('button', { name: /^Core banking cutover/ }).click();
    await page.waitForURL(/#findings/); // where one goes on in it
    await page.keyboard.press('3');
    await heading('The last run was cut off');
    await look('run-cut-off');
    expect(app.complaints).toEqual([]);
  });
});

if (browser.launch === null) it.skip(`States: ${browser.why}`, () => undefined);
