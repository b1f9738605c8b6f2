import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { parseGlob } from '../../engine/snapshot/files/glob.ts';
import { ownFolder, problemSaid } from './folder.ts';

const folder = ownFolder();
const at = (name: string) => join(folder.path, name);
const names = async (side: string, files: string | null) =>
  (await findFiles(at(side), files)).files.map(({ name }) => name);

for (const name of [
  'a-1.csv',
  'a-2.csv.gz',
  'b.CSV',
  'notes.txt',
  'SHA256SUMS',
  '_SUCCESS',
  '.hidden.csv',
  'a-1.csv.crc',
  'sub/deep/c.csv',
  '[x].csv',
  '*.csv',
  'é.csv',
  '😀.csv',
  '\uffee.csv',
  '_temporary/part.csv',
])
  folder.put(`exports/${name}`, 'a,b\n1,2\n');
for (const name of [
  'region=EU/p.parquet',
  'region=N%2FA/kind=a=b/p.parquet',
  'region=__HIVE_DEFAULT_PARTITION__/p.parquet',
  'region=%zz/p.parquet',
])
  folder.put(`hive/${name}`, 'x');

describe('Files of a side', () => {
  it('are found by name, by folder and by glob, in the order of their bytes', async () => {
    expect(await names('exports', 'a-1.csv')).toEqual(['a-1.csv']);
    expect(await names('exports', 'a-*')).toEqual(['a-1.csv', 'a-2.csv.gz']);
    expect(await names('exports', './sub/')).toEqual(['sub/deep/c.csv']);
    expect(await names('exports', 'sub/**/*.csv')).toEqual(['sub/deep/c.csv']);
    expect(await names('exports', 's*')).toEqual(['sub/deep/c.csv']);
    expect(await names('exports', '[ab]-[!1].csv*')).toEqual(['a-2.csv.gz']);
    expect(await names('exports/a-1.csv', null)).toEqual(['a-1.csv']);
    expect(await names('exports', null)).toEqual([
      '*.csv',
      '[x].csv',
      'a-1.csv',
      'a-2.csv.gz',
      'b.CSV',
      'sub/deep/c.csv',
      'é.csv',
      '\uffee.csv',
      '😀.csv',
    ]);
  });

  it('whose names are patterns are taken by their names first', async () => {
    expect(await names('exports', '[x].csv')).toEqual(['[x].csv']);
    expect(await names('exports', '*.csv')).toEqual(['*.csv']);
    expect(await names('exports', '[*].csv')).toEqual(['*.csv']);
  });

  it('leave none behind in silence: what is no data is named', async () => {
    const { notData } = await findFiles(at('exports'), null);
    expect(notData).toEqual(['.hidden.csv', 'SHA256SUMS', '_SUCCESS', '_temporary', 'a-1.csv.crc', 'notes.txt']);
  });

  it('may be .txt or hidden where they are named', async () => {
    expect(await names('exports', 'notes.txt')).toEqual(['notes.txt']);
    expect(await names('exports', '*.txt')).toEqual(['notes.txt']);
    expect(await names('exports', '.hidden.csv')).toEqual(['.hidden.csv']);
    expect(await names('exports', '_temporary/*.csv')).toEqual(['_temporary/part.csv']);
  });

  it('carry the partitions of their folders, decoded', async () => {
    const { files } = await findFiles(at('hive'), null);
    expect(files.map(({ name, partitions }) => [name, partitions])).toEqual([
      ['region=%zz/p.parquet', [{ name: 'region', value: '%zz' }]],
      ['region=EU/p.parquet', [{ name: 'region', value: 'EU' }]],
      [
        'region=N%2FA/kind=a=b/p.parquet',
        [
          { name: 'region', value: 'N/A' },
          { name: 'kind', value: 'a=b' },
        ],
      ],
      ['region=__HIVE_DEFAULT_PARTITION__/p.parquet', [{ name: 'region', value: null }]],
    ]);
  });

  it('are never looked for outside the side’s folder', async () => {
    for (const files of [
      '../x.csv',
      'a/../../x.csv',
      '/etc/passwd',
      'C:\\x.csv',
      '\\\\host\\x.csv',
      'x\0.csv',
      '**/../..',
    ])
      expect(await problemSaid(() => findFiles(at('exports'), files))).toMatch(/^plan_invalid: "files" leads out/);
  });

  it('are not followed out of the folder, nor read twice, by symbolic links', async () => {
    const outside = folder.put('elsewhere/secret.csv', 'a\n1\n');
    folder.put('links/one.csv', 'a\n1\n');
    symlinkSync('one.csv', at('links/ok-link.csv'));
    expect(await names('links', 'ok-link.csv')).toEqual(['ok-link.csv']);
    expect(await problemSaid(() => findFiles(at('links'), null))).toMatch(
      /^input_unsupported: One file would be read twice/,
    );
    symlinkSync(outside, at('links/out.csv'));
    symlinkSync(at('elsewhere'), at('links/away'));
    for (const files of ['out.csv', 'ou*.csv', 'away/secret.csv', 'away'])
      expect(await problemSaid(() => findFiles(at('links'), files))).toMatch(
        /^input_unsupported: A symbolic link leads out/,
      );
    folder.put('circle/x.csv', 'a\n1\n');
    symlinkSync('.', at('circle/again'));
    expect(await problemSaid(() => findFiles(at('circle'), null))).toMatch(
      /^input_unsupported: A symbolic link leads to a folder that is read already/,
    );
  });

  it('are told from links that lead nowhere and from what is no file, each in its own words', async () => {
    mkdirSync(at('odd/nowhere'), { recursive: true });
    symlinkSync('gone.csv', at('odd/nowhere/a.csv'));
    mkdirSync(at('odd/circle'));
    symlinkSync('a.csv', at('odd/circle/a.csv'));
    mkdirSync(at('odd/folder/a.csv'), { recursive: true });
    mkdirSync(at('odd/empty'));
    const said = async (side: string) => problemSaid(() => findFiles(at(`odd/${side}`), null));
    for (const side of ['nowhere', 'circle'])
      expect(await said(side)).toBe('input_missing: A symbolic link leads nowhere, or in a circle (a.csv)');
    expect(await said('empty')).toBe('input_missing: No data file there (empty)');
    expect(await said('folder')).toBe('input_missing: No data file there (folder)');
  });

  it.skipIf(process.platform === 'win32')('are no pipes, which would be waited for', async () => {
    mkdirSync(at('odd/pipe'), { recursive: true });
    execFileSync('mkfifo', [at('odd/pipe/a.csv')]);
    expect(await problemSaid(() => findFiles(at('odd/pipe'), null))).toBe(
      'input_unsupported: Neither a file nor a folder that is read (a.csv)',
    );
  });

  it('that are not there are an error that names what is', async () => {
    expect(await problemSaid(() => findFiles(at('nowhere'), null))).toMatch(/^input_missing: .*nowhere/);
    expect(await problemSaid(() => findFiles(at('exports'), 'accounts.csv'))).toBe(
      'input_missing: No file of that name (accounts.csv)',
    );
    expect(await problemSaid(() => findFiles(at('exports'), 'z*/x.csv'))).toMatch(
      /^input_missing: No file of that name/,
    );
    expect(await problemSaid(() => findFiles(at('exports'), 'SHA256SUMS'))).toMatch(
      /^input_missing: No data file there \(SHA256SUMS\)/,
    );
    expect(await problemSaid(() => findFiles(at('exports/a-1.csv'), 'x.csv'))).toMatch(/^plan_invalid/);
    const { problem } = (await findFiles(at('hive'), 'accounts.csv').catch((error: unknown) => error)) as {
      problem: { remedy: string };
    };
    expect(problem.remedy).toContain('region=EU/p.parquet');
  });

  it('of one table have one format, and are no Delta table', async () => {
    folder.put('mixed/a.csv', 'a\n1\n');
    folder.put('mixed/b.ndjson', '{"a":1}\n');
    expect(await problemSaid(() => findFiles(at('mixed'), null))).toMatch(
      /^input_unsupported: One table in files of several formats \(a\.csv, b\.ndjson\)/,
    );
    folder.put('delta/part.parquet', 'x');
    folder.put('delta/_delta_log/0.json', '{}');
    expect(await problemSaid(() => findFiles(at('delta'), null))).toMatch(
      /^input_unsupported: The folder is a Delta table/,
    );
  });
});

describe('A glob', () => {
  it('of stars and question marks takes what the same regular expression takes', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '.', '😀'), { maxLength: 6 }).map((parts) => parts.join(''));
    const pattern = fc
      .array(fc.constantFrom('a', 'b', '.', '*', '?', '[ab]', '[!a]'), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(pattern, letters, (glob, name) => {
        const source = glob.replace(
          /\[!a\]|\[ab\]|[.*?]/g,
          (part) => ({ '*': '.*', '?': '.', '.': '\\.', '[!a]': '[^a]' })[part] ?? part,
        );
        expect(parseGlob(glob).takes([name])).toBe(new RegExp(`^${source}$`, 'su').test(name));
      }),
      { numRuns: 2000 },
    );
  });

  it('of many stars does not take for ever', () => {
    expect(parseGlob('*a'.repeat(40) + 'b').takes(['a'.repeat(200)])).toBe(false);
  });
});
