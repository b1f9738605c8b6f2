// The page with a million differences, in Chromium over the loopback: npm run build && node bench/page.ts [ROWS]
// Prints how long the page takes to its first paint and Findings until it can be worked with, and the longest task while
// the run works and while a million rows are scrolled, jumped through and filtered. A task of more than 50 ms is one that a person can feel.
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { startLoopback } from '../serve/loopback.ts';
import { findBrowser } from '../tools/find-browser.mjs';

const rows = Number(process.argv[2] ?? 1_000_000);
const root = mkdtempSync(join(tmpdir(), 'tallystick-page-'));
const names = ['Ana Ferreira', 'Łukasz Żak', 'O’Hara, Liam', '王小明', 'محمد', 'Zoë  '];

/** Every row differs: most by a cent, every seventh has lost a space, every eleventh is missing on the other side. */
async function writeSide(side: 'source' | 'target'): Promise<void> {
  mkdirSync(join(root, side));
  const out = createWriteStream(join(root, side, 'accounts.csv'));
  out.write('account_id,holder,balance,region,opened,memo\n');
  for (let row = 0; row < rows; row++) {
    if (side === 'target' && row % 11 === 0) continue;
    const cents = ((row * 7919) % 100_000_000) + (side === 'target' ? 1 : 0);
    const memo = `moved on the 31st of January, batch ${row % 97}${side === 'target' && row % 7 === 0 ? ' ' : ''}`;
    const id = `0x${((row * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}${String(row).padStart(32, '0')}`;
    const line = `${id},"${names[row % 6]!}",${(cents / 100).toFixed(2)},r${row % 12},2024-03-31T01:12:${String(row % 60).padStart(2, '0')}Z,"${memo}"\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

const plan = `tallystick: 1
name: page
source: { path: ${JSON.stringify(join(root, 'source'))} }
target: { path: ${JSON.stringify(join(root, 'target'))} }
tables:
  - name: accounts
    source: { files: accounts.csv }
    target: { files: accounts.csv }
    key: [account_id]
    shard: region
    columns:
      account_id: { type: text }
      holder: { type: text }
      balance: { type: decimal(2) }
      region: { type: text }
      opened: { type: timestamp(0) }
      memo: { type: text }
    totals: [{ name: balance per region, sum: balance, by: [region] }]
`;

interface Answer {
  readonly ok: Record<string, unknown> & {
    readonly entries: { readonly name: string; readonly handle: string }[];
    readonly jobs: { readonly state: string; readonly problem: unknown }[];
  };
}

/** A call of the contract, as the page itself makes it. */
function call(page: Page, name: string, input: unknown): Promise<Answer> {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) };
  return page.evaluate(`fetch('call/${name}', ${JSON.stringify(request)}).then((answer) => answer.json())`);
}

async function reconcile(page: Page): Promise<void> {
  const { entries } = (await call(page, 'host.browse', { folder: null })).ok;
  const handle = (side: string) => entries.find(({ name }) => name === side)!.handle;
  const sides = { source: handle('source'), target: handle('target') };
  await call(page, 'workspace.create', { name: 'page', ...sides, folder: null });
  await call(page, 'plan.write', { text: plan });
  await page.evaluate("location.hash = 'run'");
  await longestTask(page, 'Run is looked at while it works, at its beginning', async () => {
    await call(page, 'run.start', {});
    await page.waitForTimeout(20_000);
  });
  while (!(await isDone(page))) await page.waitForTimeout(500);
}

async function isDone(page: Page): Promise<boolean> {
  const { state, problem } = (await call(page, 'jobs.view', {})).ok.jobs.at(-1)!;
  if (state !== 'done' && state !== 'running') throw new Error(JSON.stringify(problem));
  return state === 'done';
}

const say = (what: string, figure: number, unit = 'ms') =>
  console.log(`${figure.toFixed(0).padStart(8)} ${unit.padEnd(4)} ${what}`);

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/**
 * Does something, and says the longest task of the page meanwhile: by the clock on the wall where it is above 50 ms, and
 * by the thread's own, which does not run while other programs have the processor.
 */
async function longestTask(page: Page, what: string, work: () => Promise<void>): Promise<void> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ['toplevel'] });
  await page.waitForTimeout(500); // to begin tracing is a task too
  await page.evaluate('longest.length = 0');
  const from = await page.evaluate<number>('performance.timeOrigin + performance.now()');
  await work();
  await page.waitForTimeout(300);
  const long: number[] = await page.evaluate('longest');
  const seconds = (await page.evaluate<number>('performance.timeOrigin + performance.now()')) - from;
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const pages = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const own = traceEvents.flatMap(({ pid, tid, tdur }) =>
    tdur !== undefined && pages.some((one) => one.pid === pid && one.tid === tid) ? [tdur / 1000] : [],
  );
  const wall = long.length === 0 ? 'none above 50' : `${Math.max(...long).toFixed(0)}, ${long.length} above 50`;
  say(`longest task, own time: ${what} (${(seconds / 1000).toFixed(1)} s; by the wall: ${wall})`, Math.max(...own));
}

const firstRow = '[role=row][aria-rowindex] [role=gridcell]:nth-child(2)';

try {
  await Promise.all([writeSide('source'), writeSide('target')]);
  const loopback = await startLoopback({ root, port: 0, limits: {} });
  const { launch, why } = findBrowser() as { launch: { executablePath: string } | null; why: string };
  if (launch === null) throw new Error(why);
  const browser = await chromium.launch(launch);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // A long task is one of more than 50 ms; shorter ones the browser does not tell of.
    await page.addInitScript(`
      window.longest = [];
      new PerformanceObserver((list) => longest.push(...list.getEntries().map(({ duration }) => duration)))
        .observe({ type: 'longtask', buffered: true });
    `);
    await page.goto(loopback.link);
    await page.waitForURL(/\/$/);
    await page.getByRole('heading', { name: 'New reconciliation' }).waitFor();
    const painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime";
    say('from the address to the first paint', await page.evaluate<number>(painted));
    const began = performance.now();
    await reconcile(page);
    say(`the run, ${rows} rows that all differ`, (performance.now() - began) / 1000, 's');
    const address = page.url().split('#')[0]!;

    for (const which of ['first time, the index made on the way', 'again']) {
      await page.goto('about:blank');
      const opened = performance.now();
      await page.goto(`${address}#findings`);
      await page.locator(firstRow).first().filter({ hasText: '0x' }).waitFor();
      say(`Findings to interactive, ${which}`, performance.now() - opened);
    }
    const grid = page.getByRole('grid');
    await grid.focus();
    const { x, y, width, height } = (await grid.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    const settled = async () => page.locator(`${firstRow}:not(:empty)`).first().waitFor();

    await longestTask(page, 'the wheel, 300 turns', async () => {
      for (let turn = 0; turn < 300; turn++) await page.mouse.wheel(0, 240);
    });
    await longestTask(page, 'PageDown held, 300 times', async () => {
      for (let turn = 0; turn < 300; turn++) await page.keyboard.press('PageDown');
    });
    await longestTask(page, 'the scroll bar dragged over the whole, 120 steps', async () => {
      for (let step = 0; step <= 120; step++)
        await page.evaluate(
          `(() => { const grid = document.querySelector('[role=grid]'); grid.scrollTop = grid.scrollHeight * ${step / 120}; return new Promise(requestAnimationFrame); })()`,
        );
    });
    await longestTask(page, 'End and Home, 20 times', async () => {
      for (let turn = 0; turn < 20; turn++) {
        await page.keyboard.press(turn % 2 === 0 ? 'End' : 'Home');
        await settled();
      }
    });
    await longestTask(page, 'a kind, a column, a shard pressed', async () => {
      for (const name of [/^changed/, /^memo/, /^r3/]) {
        await page.getByRole('button', { name }).first().click();
        await settled();
      }
    });
    await page.goto(`${address}#findings?table=accounts`);
    await settled();
    const last = `0x${(((rows - 2) * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}${String(rows - 2).padStart(32, '0')}`;
    const jumped = performance.now();
    await page.getByLabel('Go to a key').fill(last);
    await page.keyboard.press('Enter');
    await page.locator('aside h1').filter({ hasText: last }).waitFor();
    say('a key found and shown', performance.now() - jumped);
    await page.evaluate('globalThis.gc?.()');
    const heap: number = await page.evaluate('performance.memory.usedJSHeapSize');
    say('JavaScript memory of the page', heap / 2 ** 20, 'MiB');
  } finally {
    await browser.close();
    await loopback.close();
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
