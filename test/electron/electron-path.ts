import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type Found = { readonly path: string } | { readonly missing: string };

/** The Electron to test in: the one named by ELECTRON_OVERRIDE_DIST_PATH, or the one that is installed; nothing is fetched. */
export function findElectron(): Found {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return { missing: 'there is no display' };
  const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const noted = join(home, 'path.txt');
  const name = existsSync(noted)
    ? readFileSync(noted, 'utf8')
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const path = join(override ?? join(home, 'dist'), name);
  return existsSync(path)
    ? { path }
    : { missing: `there is no Electron at ${override ?? 'node_modules/electron/dist'}` };
}
