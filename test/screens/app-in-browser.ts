import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright';
import { createBuilder } from 'vite';
import { afterEach, expect } from 'vitest';
import { startLoopback, type Loopback } from '../../serve/loopback.ts';
import { findBrowser } from '../../tools/find-browser.mjs';

export const browser = findBrowser();

/** The built page over the real engine, in a real browser. */
export interface AppInBrowser {
  readonly page: Page;
  /** The folder that is served. */
  readonly root: string;
  readonly loopback: Loopback;
  /** What the page complained of: errors, and what the CSP refused. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** `fill` puts the exports into the folder that will be served. */
export async function openApp(fill: (root: string) => Promise<void>): Promise<AppInBrowser> {
  if (browser.launch === null) throw new Error(browser.why);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tallystick-screens-')));
  const [root, built] = [join(folder, 'ledgers'), join(folder, 'page')];
  await fill(root);
  const builder = await createBuilder({
    logLevel: 'silent',
    environments: { client: { build: { outDir: built } } },
  });
  await builder.build(builder.environments['client']!);
  const loopback = await startLoopback({ root, port: 0, limits: { threads: 2 }, page: built });
  let launched: Browser | null = null;
  try {
    launched = await chromium.launch(browser.launch);
    const context = await launched.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(110_000); // a slow machine is waited for: the engine comes from its sources here
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // The page behind the link, which is there to be left at once, names no icon, and the browser looks for one.
      const { url } = message.location();
      if (message.type() === 'error' && !url.endsWith('/favicon.ico')) complaints.push(`${message.text()} ${url}`);
    });
    await page.goto(loopback.link);
    const close = async () => {
      await launched?.close();
      await loopback.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { page, root, loopback, complaints, close };
  } catch (error) {
    await launched?.close();
    await loopback.close();
    throw error;
  }
}

/** The app over an empty folder, led by one click to the findings of the sample ledger. */
export async function openSample(): Promise<AppInBrowser> {
  const app = await openApp(async (root) => {
    await mkdir(root, { recursive: true });
  });
  const { page } = app;
  await page.getByLabel('rows').selectOption('10,000');
  await page.getByRole('button', { name: 'Try the sample ledger' }).click();
  await page.waitForURL(/#findings/, { timeout: 110_000 });
  return app;
}

/** What a test that failed saw: its picture is kept, and what the page said is printed. */
export function tellOfFailures(app: () => AppInBrowser): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    const { page, complaints } = app();
    await page.screenshot({ path: join('artefacts', 'screens', `failed ${task.name.replaceAll(/\W+/g, ' ')}.png`) });
    const said = await page.getByRole('log', { name: 'Notices' }).textContent();
    console.error(`${task.name}: at ${new URL(page.url()).hash}, notices: ${said ?? ''}, complaints:`, complaints);
  });
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No violation of WCAG 2.2 AA on what is shown now, in either scheme; a picture of it is kept with the run. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join('artefacts', 'screens', `${name}-${colorScheme}.png`) });
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    const told = violations.map(({ id, nodes }) => `${colorScheme} ${id}: ${nodes.map(({ html }) => html).join('; ')}`);
    expect(told).toEqual([]);
  }
}

/** Chooses a folder below the one that is served, step by step, in the dialog that is open. */
export async function browseTo(page: Page, path: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  for (const name of path.split('/')) {
    await dialog.getByRole('button', { name: `${name} folder`, exact: false }).click();
    await dialog
      .getByText(new RegExp(`(^|/)${name.replaceAll(/[.]/g, '\\.')}$`))
      .first()
      .waitFor();
  }
  await dialog.getByRole('button', { name: 'This folder' }).click();
}
