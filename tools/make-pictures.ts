import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { findBrowser } from './find-browser.mjs';

// Makes the pictures of the README from a run on the sample ledger: `npm run build && npm exec -c "node tools/make-pictures.ts"`.
const folder = mkdtempSync(join(tmpdir(), 'tallystick-pictures-'));
const tallystick = (...args: string[]) =>
  spawnSync(process.execPath, ['dist/tallystick.js', ...args], { stdio: ['ignore', 'inherit', 'inherit'] });

/** The app on the loopback, as a person uses it: one click on the sample, and what it finds. */
async function pictureOfFindings(): Promise<void> {
  const home = join(folder, 'home');
  mkdirSync(home);
  const server = spawn(process.execPath, ['dist/tallystick.js', 'serve', home], {
    env: { ...process.env, HOME: home },
  });
  try {
    const link = await new Promise<string>((resolve) => {
      let said = '';
      for (const stream of [server.stdout, server.stderr])
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString();
          const found = /http:\S+token=\S+/.exec(said);
          if (found !== null) resolve(found[0]);
        });
    });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark' });
    await page.goto(link);
    await page.getByRole('button', { name: 'Try the sample ledger' }).click();
    await page.getByRole('columnheader', { name: 'kind' }).waitFor({ timeout: 300_000 });
    await page.getByText('changed', { exact: true }).first().waitFor();
    await page.screenshot({ path: 'docs/pictures/findings.png' });
  } finally {
    server.kill('SIGINT');
  }
}

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
  await pictureOfFindings();
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
