// Which Chromium the tests run in: BROWSER_PATH, else Playwright's own, else one that is installed, else Debian's, else none
// and why. Printed when run by itself.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';

const { env, platform } = process;
const usual = {
  linux: ['google-chrome', 'google-chrome-stable', 'microsoft-edge', 'chromium', 'chromium-browser'].map((name) =>
    join('/usr/bin', name),
  ),
  darwin: ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [env.ProgramFiles, env['ProgramFiles(x86)'], env.LocalAppData]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};
const root = process.getuid?.() === 0;

function installed() {
  if (!root || spawnSync('apt-get', ['--version']).status !== 0) return null;
  const apt = (...args) => spawnSync('apt-get', args, { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  return existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : null;
}

/**
 * What Playwright launches: `{ launch: { executablePath, chromiumSandbox } }`, or `{ launch: null, why }`. Chromium refuses
 * its sandbox to root; everybody else keeps it.
 */
export function findBrowser() {
  if (env.BROWSER_PATH !== undefined && !existsSync(env.BROWSER_PATH))
    return { launch: null, why: `BROWSER_PATH names ${env.BROWSER_PATH}, which is not there` };
  const places = [env.BROWSER_PATH, chromium.executablePath(), ...(usual[platform] ?? [])];
  const executablePath = places.find((place) => place !== undefined && existsSync(place)) ?? installed();
  if (executablePath === null)
    return { launch: null, why: 'no Chrome, Edge or Chromium was found: `npx playwright install chromium` brings one' };
  return { launch: { executablePath, chromiumSandbox: !root } };
}

if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(findBrowser(), null, 2));
