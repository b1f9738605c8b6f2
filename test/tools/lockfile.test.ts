import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
}
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Locked>> };
const manifest = read('package.json') as Readonly<Record<string, Readonly<Record<string, string>>>>;

describe('the lock file', () => {
  it('has an entry for every optional dependency: npm ci fails on a fresh clone where a platform’s is missing', () => {
    const names = Object.values(packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}),
    );
    const missing = names.filter(
      (name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)),
    );
    expect(names).toContain('@duckdb/node-bindings-win32-x64');
    expect(missing).toEqual([]);
  });

  it('lets no package run an install script but by name', () => {
    const scripted = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.split('node_modules/').at(-1)!);
    const decided = Object.keys(manifest['allowScripts']!);
    expect(scripted.filter((name) => name !== 'fsevents' && !decided.includes(name))).toEqual([]);
    expect(Object.values(manifest['allowScripts']!)).toEqual([false]);
  });

  it('pins every direct dependency to one version', () => {
    for (const [name, version] of Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] }))
      expect([name, version]).toEqual([name, expect.stringMatching(/^(\d+\.\d+\.\d+(-r\.\d+)?|file:tools\/node)$/)]);
  });
});
