// The window itself, five starts in turn: npm run build && node bench/start.ts, under ../shared/lab/with-electron or with an
// Electron of one's own. Prints the time from the start of the process to the first paint of Start, and the memory of the
// page once it stands.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { findElectron } from '../test/electron/electron-path.ts';

const starts = 5;
const root = join(import.meta.dirname, '..');
const found = findElectron();
if ('missing' in found) throw new Error(found.missing);
const median = (figures: readonly number[]) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!;
const say = (what: string, figures: readonly number[], unit: string) =>
  console.log(
    `${median(figures).toFixed(0).padStart(8)} ${unit.padEnd(4)} ${what} (${figures.map((one) => one.toFixed(0)).join(', ')})`,
  );

const paints: number[] = [];
const memory: number[] = [];
for (let start = 0; start < starts; start++) {
  const home = mkdtempSync(join(tmpdir(), 'tallystick-start-'));
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined));
  const app = await _electron.launch({
    executablePath: found.path,
    args: [root, `--user-data-dir=${join(home, 'settings')}`],
    env: { ...(env as Record<string, string>), HOME: home },
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole('heading', { name: 'New reconciliation' }).waitFor();
    const painted = await page.evaluate<number>(
      "performance.timeOrigin + performance.getEntriesByName('first-contentful-paint')[0].startTime",
    );
    const created = await app.evaluate(() => process.getCreationTime()!);
    const tabs = await app.evaluate(({ app }) => app.getAppMetrics().filter(({ type }) => type === 'Tab'));
    paints.push(painted - created);
    memory.push(tabs.reduce((sum, tab) => sum + tab.memory.workingSetSize, 0) / 1024);
  } finally {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
}
say('from the start of the process to the first paint', paints, 'ms');
say('resident memory of the page on Start', memory, 'MiB');
