import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

export interface PageFile {
  readonly path: string;
  readonly type: string;
}

/**
 * Every file of the built page by its address below the origin: `/index.html`, `/assets/x.js`. An address is looked up
 * and never made into a path, so there is none that leads out of the folder. Links and unknown kinds are left out.
 */
export function pageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const found = new Map<string, PageFile>();
  const walk = (path: string, address: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const [inner, name] = [join(path, entry.name), `${address}/${entry.name}`];
      const type = types[extname(entry.name)];
      if (entry.isDirectory()) walk(inner, name);
      else if (entry.isFile() && type !== undefined) found.set(name, { path: inner, type });
    }
  };
  walk(folder, '');
  return found;
}
