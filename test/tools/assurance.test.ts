import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/assurance.md'), 'utf8');
const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (-+|line|somebody) /.test(line));

/** A test file, or a folder with one in it. */
function isTest(path: string): boolean {
  const at = join(root, path);
  if (!existsSync(at)) return false;
  const names = statSync(at).isFile() ? [path] : readdirSync(at, { recursive: true }).map(String);
  return names.some((name) => name.endsWith('.test.ts'));
}

describe('docs/assurance.md', () => {
  it('names only tests that are there', () => {
    const named = [...text.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path!);
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((path) => !isTest(path))).toEqual([]);
  });

  it('has for every line of a report and every threat a test, or the page that has them', () => {
    expect(rows.length).toBeGreaterThan(40);
    const last = (row: string) => row.split(' | ').at(-1)!;
    expect(rows.filter((row) => !/`test\/|the trap `|^there /.test(last(row)))).toEqual([]);
  });
});
