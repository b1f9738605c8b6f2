import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSums } from '../../engine/certificates/sums.ts';
import { Unreadable } from '../../engine/certificates/unreadable.ts';
import { run } from '../evidence/tools.ts';
import { certified, Exports } from './certifying.ts';

const exports = new Exports();
const two = { 'a.csv': 'id\n1\n', 'b.csv': 'id\n2\n' };
const inside = 'it came inside the same export: integrity, not authenticity';

/** What a real tool says of the files of a folder. */
function sumsBy(tool: string, args: readonly string[], folder: string): string {
  const made = spawnSync(tool, args, { cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  return made.stdout;
}

describe('SHA256SUMS', () => {
  it.each([
    ['sha256sum', ['a.csv', 'b.csv']],
    ['sha256sum', ['--binary', './a.csv', './b.csv']],
    ['sha256sum', ['--tag', 'a.csv', 'b.csv']],
    ['openssl', ['dgst', '-sha256', 'a.csv', 'b.csv']],
  ])('as `%s %j` writes it is read, and holds', async (tool, args) => {
    const folder = exports.write(two);
    exports.put(folder, 'SHA256SUMS', sumsBy(tool, args, folder));
    const { certificates, wordsOf } = await certified(folder);
    expect(certificates).toMatchObject([{ kind: 'sums', result: 'holds', about: 'bytes', listed: '2', matching: '2' }]);
    expect(certificates[0]!.words).toBe(`2 of 2 files match SHA256SUMS; ${inside}`);
    expect(wordsOf('a.csv')).toBe(`its bytes match SHA256SUMS (SHA-256); ${inside}`);
  });

  it('reads every name back that sha256sum escapes', () => {
    const name = fc.stringMatching(/^[ -.0-9a-z\\\n\r\u00e4]{1,12}$/).filter((text) => !/^(\.{1,2}|-)$/.test(text));
    const folder = exports.write(two);
    fc.assert(
      fc.property(name, (text) => {
        writeFileSync(join(folder, text), text);
        for (const flags of [[], ['--tag']]) {
          const sums = sumsBy('sha256sum', [...flags, '--', text], folder);
          const { files } = readSums(Buffer.from(sums), 'sha256', false);
          expect(files).toEqual([
            { name: text, algorithm: 'sha256', digest: createHash('sha256').update(text).digest('hex'), bytes: null },
          ]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('says which file differs, which is missing and which it does not list', async () => {
    const folder = exports.write({ ...two, 'c.csv': 'id\n3\n', 'gone.csv': 'id\n' });
    exports.put(folder, 'SHA256SUMS', sumsBy('sha256sum', ['a.csv', 'b.csv', 'gone.csv'], folder));
    run('rm', [join(folder, 'gone.csv')]);
    exports.put(folder, 'b.csv', 'id\n4\n');
    const { certificates, wordsOf } = await certified(folder);
    expect(certificates[0]).toMatchObject({
      result: 'fails',
      words: `1 of 3 files match SHA256SUMS; DIFFERS: b.csv; MISSING: gone.csv; not listed there: c.csv; ${inside}`,
      differing: ['b.csv'],
      missing: ['gone.csv'],
      unlisted: ['c.csv'],
    });
    expect(wordsOf('b.csv')).toBe('its bytes DIFFER from SHA256SUMS (SHA-256)');
    expect(wordsOf('c.csv')).toBe('not listed in SHA256SUMS');
  });

  it('judges what is no data as sha256sum -c does, byte for byte', async () => {
    const folder = exports.write({ ...two, 'README.md': 'hello' });
    exports.put(folder, 'SHA256SUMS', sumsBy('sha256sum', ['a.csv', 'b.csv', 'README.md'], folder));
    for (const [content, holds] of [
      ['hello', true],
      ['hullo', false],
    ] as const) {
      exports.put(folder, 'README.md', content);
      const oracle = spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder }).status === 0;
      expect(oracle).toBe(holds);
      expect((await certified(folder)).certificates[0]!.result).toBe(holds ? 'holds' : 'fails');
    }
  });

  it.each([
    ['climbs', '../b.csv'],
    ['is absolute', '/etc/passwd'],
    ['is absolute on another system', 'C:\\\\b.csv'],
    ['climbs on the way', 'x/../../b.csv'],
    ['names nothing', 'x//b.csv'],
  ])('is refused where a name %s', async (_, name) => {
    const folder = exports.write(two);
    exports.put(folder, 'SHA256SUMS', `\\${'0'.repeat(64)}  ${name}\n`);
    const [certificate] = (await certified(folder)).certificates;
    expect(certificate).toMatchObject({ result: 'fails' });
    expect(certificate!.words).toContain('which leads out of its folder: refused');
  });

  it('is refused where it names a link that leads out, whatever lies there', async () => {
    const outside = exports.write({ secret: 'x' });
    const folder = exports.write(two);
    symlinkSync(join(outside, 'secret'), join(folder, 'link'));
    exports.put(folder, 'SHA256SUMS', `${createHash('sha256').update('x').digest('hex')}  link\n`);
    const [certificate] = (await certified(folder)).certificates;
    expect(certificate!.words).toContain('link is a symbolic link that leads out of its folder: refused');
  });

  it.each([
    ['a line that is none', `${'0'.repeat(64)}  a.csv\nnonsense\n`, 'line 2 is no digest and name'],
    ['a digest cut short', `${'0'.repeat(63)}  a.csv\n`, 'line 1 has no digest of sha256'],
    ['an algorithm that is not known', `BLAKE2b (a.csv) = ${'0'.repeat(64)}\n`, 'line 1 is of BLAKE2b'],
    ['an escape that is not known', `\\${'0'.repeat(64)}  a\\tb\n`, 'line 1 has an unknown escape'],
    ['nothing', '', 'it lists nothing'],
    ['bytes that are no UTF-8', Buffer.of(0xff, 10), 'it is not UTF-8'],
  ])('is not relied on with %s', async (_, content, why) => {
    const folder = exports.write({ ...two, SHA256SUMS: content });
    const { certificates, wordsOf } = await certified(folder);
    expect(certificates[0]).toMatchObject({ result: 'fails' });
    expect(certificates[0]!.words).toContain(`SHA256SUMS cannot be relied on: ${why}`);
    expect(wordsOf('a.csv')).toBe('SHA256SUMS cannot be relied on');
  });

  it('of any bytes at all is read or refused, and never anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array()), (content) => {
        try {
          readSums(Buffer.from(content as string), 'sha256', false);
        } catch (error) {
          expect(error).toBeInstanceOf(Unreadable);
        }
      }),
    );
  });

  it('larger than 16 MiB is said to be, and not read', async () => {
    const folder = exports.write({ ...two, SHA256SUMS: Buffer.alloc(16 * 2 ** 20 + 1, 10) });
    expect((await certified(folder)).certificates[0]).toMatchObject({ result: 'fails', sha256: null });
  });

  it('of one file by its name, and MD5SUMS, say what MD5 is worth', async () => {
    const folder = exports.write(two);
    exports.put(folder, 'a.csv.md5', sumsBy('md5sum', ['a.csv'], folder));
    const { certificates, wordsOf } = await certified(folder);
    expect(certificates[0]).toMatchObject({ result: 'holds', unlisted: [] });
    expect(certificates[0]!.words).toContain('by MD5, which guards against accidents alone');
    expect(wordsOf('b.csv')).toBe('none');
  });
});

describe('a certificate that lies elsewhere', () => {
  it('is found beside the export, and judged over what it lists of it', async () => {
    const home = exports.write({ 'source/a.csv': 'id\n1\n', 'target/a.csv': 'id\n1\n', 'notes.txt': 'x' });
    exports.put(home, 'SHA256SUMS', sumsBy('sha256sum', ['source/a.csv', 'target/a.csv', 'notes.txt'], home));
    const [certificate] = (await certified(join(home, 'source'))).certificates;
    expect(certificate).toMatchObject({ came: 'beside', result: 'holds', listed: '1' });
    expect(certificate!.words).toBe(
      '1 of 1 file matches SHA256SUMS; it also lists 2 outside this export; it lay beside the export: integrity, not authenticity',
    );
  });

  it('and lists nothing of the export is nobody’s business', async () => {
    const home = exports.write({ 'source/a.csv': 'id\n1\n', 'other.txt': 'x' });
    exports.put(home, 'SHA256SUMS', sumsBy('sha256sum', ['other.txt'], home));
    expect((await certified(join(home, 'source'))).certificates).toEqual([]);
  });

  it('is judged when it is given by hand, from wherever it is', async () => {
    const folder = exports.write(two);
    const elsewhere = exports.write({ 'as-published.txt': sumsBy('sha256sum', ['a.csv', 'b.csv'], folder) });
    const { certificates } = await certified(folder, { given: [join(elsewhere, 'as-published.txt')] });
    expect(certificates).toMatchObject([{ came: 'given', result: 'holds', name: 'as-published.txt' }]);
    expect(certificates[0]!.words).toBe('2 of 2 files match as-published.txt; it was given by hand');
  });

  it('beside a single file covers that file alone', async () => {
    const folder = exports.write(two);
    exports.put(folder, 'SHA256SUMS', sumsBy('sha256sum', ['a.csv', 'b.csv'], folder));
    exports.put(folder, 'b.csv', 'id\nother\n');
    const [certificate] = (await certified(join(folder, 'a.csv'), { files: null })).certificates;
    expect(certificate).toMatchObject({ came: 'beside', result: 'holds', listed: '1' });
  });
});

describe('a signature beside SHA256SUMS', () => {
  const signed = () => {
    const folder = exports.write(two);
    const sums = exports.put(folder, 'SHA256SUMS', sumsBy('sha256sum', ['a.csv', 'b.csv'], folder));
    const keys = exports.write({});
    const key = join(keys, 'key');
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const sign = (namespace: string) => run('ssh-keygen', ['-q', '-Y', 'sign', '-f', key, '-n', namespace, sums]);
    return { folder, sums, sign, line: readFileSync(`${key}.pub`, 'utf8') };
  };

  it('is by whom the allowed signers say', async () => {
    const { folder, sign, line } = signed();
    expect(sign('file').status).toBe(0);
    const { certificates, wordsOf } = await certified(folder, { trust: `ada@bank ${line}` });
    expect(certificates).toMatchObject([{ result: 'holds', signature: 'trusted' }]);
    expect(certificates[0]!.words).toMatch(
      /^2 of 2 files match SHA256SUMS; its signature is by ada@bank \(SHA256:.{43}\)$/,
    );
    expect(wordsOf('a.csv')).toContain('its signature is by ada@bank');
  });

  it('is said to be unjudged where nobody was named, and is no more than integrity', async () => {
    const { folder, sign } = signed();
    sign('file');
    const [certificate] = (await certified(folder)).certificates;
    expect(certificate).toMatchObject({ result: 'holds', signature: 'not_judged' });
    expect(certificate!.words).toContain('is not judged: no allowed signers were given');
    expect(certificate!.words).toContain('integrity, not authenticity');
  });

  it.each([
    [
      'is not over these bytes',
      'file',
      (sums: string) => writeFileSync(sums, readFileSync(sums, 'utf8').toUpperCase()),
    ],
    ['was made for "git", not for "file"', 'git', () => undefined],
  ] as const)('that %s makes the certificate fail', async (why, namespace, act) => {
    const { folder, sums, sign, line } = signed();
    sign(namespace);
    act(sums);
    const [certificate] = (await certified(folder, { trust: `ada@bank ${line}` })).certificates;
    expect(certificate).toMatchObject({ result: 'fails', signature: 'refused' });
    expect(certificate!.words).toContain(why);
  });

  it('by somebody who is not among the allowed signers makes it fail', async () => {
    const { folder, sign } = signed();
    sign('file');
    const [certificate] = (await certified(folder, { trust: `bob@bank ${signed().line}` })).certificates;
    expect(certificate).toMatchObject({ result: 'fails', signature: 'refused' });
  });

  it('by a key that had expired makes it fail', async () => {
    const { folder, sign, line } = signed();
    sign('file');
    const trust = `ada@bank valid-before="20250101Z" ${line}`;
    const [certificate] = (await certified(folder, { trust })).certificates;
    expect(certificate).toMatchObject({ result: 'fails', signature: 'refused' });
  });

  it('of another kind is named, and not checked', async () => {
    const { folder } = signed();
    exports.put(folder, 'SHA256SUMS.asc', '-----BEGIN PGP SIGNATURE-----');
    const { certificates, wordsOf } = await certified(folder);
    expect(certificates.map(({ name, result }) => [name, result])).toEqual([
      ['SHA256SUMS', 'holds'],
      ['SHA256SUMS.asc', 'not_checked'],
    ]);
    expect(wordsOf('a.csv')).toContain('SHA256SUMS.asc: not checked');
    // What nobody looked at shows no integrity either.
    expect(certificates[1]!.words).toMatch(/is of a kind that is not checked; it came inside the same export$/);
  });
});

it('says none where nothing came with the export', async () => {
  const folder = exports.write({ ...two, 'README.md': 'x' });
  const { certificates, wordsOf } = await certified(folder);
  expect([certificates, wordsOf('a.csv')]).toEqual([[], 'none']);
});
