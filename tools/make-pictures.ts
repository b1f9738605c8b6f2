import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findBrowser } from './find-browser.mjs';

// Makes the pictures of the README from a run on the sample ledger: `npm run build && node tools/make-pictures.ts`.
const folder = mkdtempSync(join(tmpdir(), 'tallystick-pictures-'));
const tallystick = (...args: string[]) =>
  spawnSync(process.execPath, ['dist/tallystick.js', ...args], { stdio: ['ignore', 'inherit', 'inherit'] });

const found = findBrowser();
if (found.launch === null) throw new Error(found.why);
const browser = await chromium.launch(found.launch);
try {
  const at = '2026-01-31T02:10:00Z';
  tallystick('sample', join(folder, 'sample'));
  tallystick('reconcile', join(folder, 'sample/plan.yaml'), '-o', join(folder, 'result'), '--at', at);
  mkdirSync('docs/pictures', { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1040, height: 1000 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(folder, 'result/report.html')).href);
  await page.screenshot({ path: 'docs/pictures/report.png' });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
