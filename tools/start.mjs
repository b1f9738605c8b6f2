// `npm start`: opens the app, or where it cannot be opened says why in one line and serves it to a browser instead.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv.slice(2);

/** Runs a program on this terminal; gives how it ended, which ends us too when somebody presses Ctrl-C. */
const run = (command, args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', (error) => resolve({ failed: error.message }));
    child.once('exit', (status, signal) => resolve({ status, signal }));
  });

/** What stands in the way of a window before anything is fetched; null when nothing does. */
function hindrance() {
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'There is no display';
  if (process.getuid() === 0) return 'Electron keeps its sandbox on, which it cannot as root';
  return null;
}

/** Electron's program: the one that ELECTRON_OVERRIDE_DIST_PATH names, the installed one, or the one fetched now. */
function electronPath() {
  const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const named = () => {
    const noted = join(home, 'path.txt');
    const name = existsSync(noted) ? readFileSync(noted, 'utf8') : 'electron';
    const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, 'dist'), name);
    return existsSync(path) ? path : null;
  };
  if (named() === null && process.env.ELECTRON_OVERRIDE_DIST_PATH === undefined) {
    console.error('Fetching Electron, once …');
    spawnSync(process.execPath, [join(home, 'install.js')], { stdio: 'ignore' });
  }
  return named();
}

async function openWindow() {
  const inTheWay = hindrance();
  if (inTheWay !== null) return inTheWay;
  const electron = electronPath();
  if (electron === null) return 'Electron could not be fetched';
  const { status, signal, failed } = await run(electron, [root, ...given]);
  // Where the kernel keeps Chromium from a sandbox it ends by a trap, before there is a window.
  if (failed !== undefined || signal === 'SIGTRAP' || status === 133 || status === 127)
    return `Electron does not start here (${failed ?? signal ?? status})`;
  process.exit(status ?? 1);
}

const why = await openWindow();
console.error(`${why}; the app is served to a browser on this machine instead.`);
const served = given.length > 0 ? given : [homedir()]; // what the app's own dialogs would show
const { status } = await run(process.execPath, [join(root, 'dist/tallystick.js'), 'serve', ...served]);
process.exit(status ?? 130);
