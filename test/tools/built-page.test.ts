import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageFiles } from '../../serve/page-files.ts';

const built = join(import.meta.dirname, '../../dist/page');
if (!existsSync(built)) throw new Error('There is no built page: npm run build');
const pages = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));

describe('The page as it is built', () => {
  it.each(pages)('%s has no script, style or handler of its own in it, and asks for nothing from elsewhere', (name) => {
    const html = readFileSync(join(built, name), 'utf8');
    for (const [, attributes, content] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/gi)) {
      expect(content).toBe('');
      expect(attributes).toMatch(/ src="\.\//);
    }
    expect(html).not.toMatch(/<style|<base|<iframe|http-equiv|srcdoc/i);
    expect(html).not.toMatch(/\s(on\w+|style)=/i);
    expect(html).not.toMatch(/javascript:|data:|https?:|="\/\//i);
    for (const [, address] of html.matchAll(/(?:src|href)="([^"]*)"/g))
      expect(existsSync(join(built, address!)), address).toBe(true);
  });

  it('is served whole: what it loads later is in the list of its files too', () => {
    const listed = [...pageFiles(built).keys()].toSorted();
    const lying = readdirSync(built, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(built.length).replaceAll('\\', '/'));
    expect(listed).toEqual(lying.toSorted());
  });

  it('has style sheets that load nothing but its own fonts', () => {
    const sheets = readdirSync(join(built, 'assets')).filter((name) => name.endsWith('.css'));
    expect(sheets.length).toBeGreaterThan(0);
    for (const sheet of sheets)
      for (const [, address] of readFileSync(join(built, 'assets', sheet), 'utf8').matchAll(/url\(([^)]*)\)/g))
        expect(address).toMatch(/^["']?\.\/[\w.-]+\.woff2["']?$/);
  });
});
