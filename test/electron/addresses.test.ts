import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openable } from '../../electron/openable.ts';
import { pathsNamed } from '../../electron/opened.ts';
import { isOurs, reportOf } from '../../electron/origin.ts';
import { pageFiles, type PageFile } from '../../serve/page-files.ts';

describe('an address of the app', () => {
  it.each([
    'app://tallystick/',
    'app://tallystick/index.html',
    'app://tallystick/assets/x.js#y',
    'app://tallystick/?x',
  ])('is ours: %s', (address) => expect(isOurs(address)).toBe(true));
  it.each([
    'app://evil/index.html',
    'app://tallystick.evil/index.html',
    'app://tallystick@evil/index.html',
    'app://evil@tallystick/index.html',
    'app://:x@tallystick/index.html',
    'app://tallystick:80/index.html',
    'app://tallystic/index.html',
    'app://tallystick%2eevil/index.html',
    'app://',
    'app:tallystick/index.html',
    'App2://tallystick/index.html',
    'http://tallystick/index.html',
    'https://tallystick/index.html',
    'file:///app/tallystick/index.html',
    'blob:app://tallystick/4f3c',
    'filesystem:app://tallystick/index.html',
    'about:blank',
    'javascript:app://tallystick/',
    '//tallystick/index.html',
    '',
  ])('is not ours: %j', (address) => expect(isOurs(address)).toBe(false));
});

describe('the address of a report', () => {
  it('names its run', () => expect(reportOf('app://tallystick/report/2026-01-31T021000Z')).toBe('2026-01-31T021000Z'));
  it.each([
    'app://tallystick/report/',
    'app://tallystick/report/../index.html',
    'app://tallystick/report/a/b',
    'app://tallystick/report/a%2fb',
    'app://tallystick/report/a?b',
    'app://tallystick/report/a#b',
    'app://tallystick/report/a\\b',
    'app://tallystick/report/a\n',
    'app://tallystick/report/a\0',
    `app://tallystick/report/${'a'.repeat(121)}`,
    'app://evil/report/a',
    'https://app://tallystick/report/a',
  ])('is not %j', (address) => expect(reportOf(address)).toBeNull());
});

describe('the files of the page', () => {
  let root: string;
  let files: ReadonlyMap<string, PageFile>;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'page-'));
    await mkdir(join(root, 'page/assets'), { recursive: true });
    await writeFile(join(root, 'secret.html'), 'secret');
    await writeFile(join(root, 'page/index.html'), 'index');
    await writeFile(join(root, 'page/assets/a.js'), '1');
    await writeFile(join(root, 'page/assets/a.exe'), '1');
    await symlink(join(root, 'secret.html'), join(root, 'page/link.html'));
    await symlink(root, join(root, 'page/up'));
    files = pageFiles(join(root, 'page'));
  });
  afterAll(() => rm(root, { recursive: true }));

  it('are those of the folder whose kind is known; a link is none', () => {
    expect([...files.keys()].toSorted()).toEqual(['/assets/a.js', '/index.html']);
  });

  it('are found by no address that leads out of it, however it is written', () => {
    const parts = [
      '..',
      '.',
      '%2e%2e',
      '%2E',
      '/',
      '//',
      '\\',
      '%5c',
      '%2f',
      '%00',
      '\0',
      'index.html',
      'secret.html',
      'up',
      'link.html',
      'assets',
      'a.js',
    ];
    const address = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((some) => `/${some.join('')}`);
    fc.assert(
      fc.property(fc.oneof(address, fc.string()), (path) => {
        const found = files.get(path)?.path;
        expect(found === undefined || found.startsWith(join(root, 'page') + sep)).toBe(true);
        expect(found).not.toBe(join(root, 'secret.html'));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what may be opened in a browser', () => {
  it('is https on a listed site', () => {
    expect(openable('https://www.rfc-editor.org/rfc/rfc9162')).toBe('https://www.rfc-editor.org/rfc/rfc9162');
  });
  it.each([
    'http://www.rfc-editor.org/',
    'https://www.rfc-editor.org.evil/',
    'https://evil/www.rfc-editor.org',
    'https://www.rfc-editor.org@evil/',
    'https://evil@www.rfc-editor.org/',
    'https://www.rfc-editor.org:8443/',
    'https://WWW.rfc-editor.org.',
    'https://rfc-editor.org/',
    'https://www.rfc-ed\u0456tor.org/',
    'file:///etc/passwd',
    'smb://www.rfc-editor.org/',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'mailto:a@www.rfc-editor.org',
    'https:/\\evil',
    'www.rfc-editor.org',
    '',
  ])('is not %j', (address) => expect(openable(address)).toBeNull());
});

describe('the paths on a command line', () => {
  it('are resolved where it was written, without switches', () => {
    const argv = ['/opt/tallystick', '--user-data-dir=/x', 'plan.yaml', '', '-v', '/data/package'];
    expect(pathsNamed(argv, '/home/ops', false)).toEqual(['/home/ops/plan.yaml', '/data/package']);
  });
  it('do not hold the app itself when it runs from its sources', () => {
    expect(pathsNamed(['electron', '--x', '.', 'plan.yaml'], '/home/ops', true)).toEqual(['/home/ops/plan.yaml']);
  });
});
