import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certified, Exports } from './certifying.ts';

const exports = new Exports();
const suite = join(import.meta.dirname, '../../../shared/conformance/third-party/bagit-v1.0');
const bagsOf = (kind: 'valid' | 'invalid'): string[] => (existsSync(suite) ? readdirSync(join(suite, kind)) : []);

const judged = async (folder: string) => (await certified(folder, { files: '' })).certificates;

describe.skipIf(!existsSync(suite))(
  'the BagIt 1.0 conformance suite (skipped where it is not beside the checkout)',
  () => {
    it.each(bagsOf('valid'))('accepts the valid bag %s', async (bag) => {
      const [certificate] = await judged(join(suite, 'valid', bag));
      expect(certificate).toMatchObject({ kind: 'bagit', result: 'holds' });
    });

    it.each(bagsOf('invalid'))('refuses the invalid bag %s, and says why', async (bag) => {
      const [certificate] = await judged(join(suite, 'invalid', bag));
      expect(certificate).toMatchObject({ kind: 'bagit', result: 'fails' });
      const why = {
        'bagit-with-invalid-whitespace': 'bagit.txt is not the two lines that it must be',
        notAllManifestsListAllFiles: 'data/missingFromManifest.txt is not in manifest-sha512.txt',
        'same-filename-listed-twice-with-different-hashes': 'bagit.txt is not the two lines',
        'same-filename-listed-twice-with-the-same-hash': 'manifest-sha256.txt lists data/README twice',
      }[bag];
      if (why !== undefined) expect(certificate!.words).toContain(why);
    });

    it('refuses the bag with a name twice for that, too, when its bagit.txt is put right', async () => {
      const bag = exports.write({});
      cpSync(join(suite, 'invalid/same-filename-listed-twice-with-different-hashes'), bag, { recursive: true });
      writeFileSync(join(bag, 'bagit.txt'), declaration);
      expect((await judged(bag))[0]!.words).toContain('manifest-sha256.txt lists data/README twice');
    });
  },
);

const declaration = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';
const digest = (algorithm: string, content: string) => createHash(algorithm).update(content).digest('hex');

/** A sound bag of two CSV files under two algorithms, with a tag manifest. */
function soundBag(changes: Readonly<Record<string, string | null>> = {}): string {
  const payload: Readonly<Record<string, string>> = { 'data/a.csv': 'id\n1\n', 'data/100%/b.csv': 'id\n2\n' };
  const manifest = (algorithm: string) =>
    Object.entries(payload)
      .map(([name, content]) => `${digest(algorithm, content)}  ${name.replace('%', '%25')}\n`)
      .join('');
  const tags: Record<string, string> = {
    'bagit.txt': declaration,
    'bag-info.txt': 'Source-Organization: a bank\nPayload-Oxum: 10.2\n',
    'manifest-sha256.txt': manifest('sha256'),
    'manifest-md5.txt': manifest('md5'),
  };
  tags['tagmanifest-sha256.txt'] = Object.entries(tags)
    .map(([name, content]) => `${digest('sha256', content)}  ${name}\n`)
    .join('');
  const folder = exports.write({ ...payload, ...tags });
  for (const [name, content] of Object.entries(changes))
    if (content === null) rmSync(join(folder, name));
    else exports.put(folder, name, content);
  return folder;
}

describe('a bag', () => {
  it('holds over payload and tag files, found from the bag and from its folder data', async () => {
    const bag = soundBag();
    for (const path of [bag, join(bag, 'data')]) {
      const { certificates, wordsOf } = await certified(path, { files: '**/*.csv' });
      const words = certificates[0]!.words;
      expect(certificates).toMatchObject([{ kind: 'bagit', result: 'holds', listed: '6', matching: '6' }]);
      expect(words).toContain('6 of 6 files match the bag of bagit.txt');
      expect(wordsOf(path === bag ? 'data/a.csv' : 'a.csv')).toContain(
        'its bytes match the bag of bagit.txt (SHA-256 and MD5)',
      );
    }
  });

  it.each<[string, Readonly<Record<string, string | null>>, string]>([
    ['a payload byte changed', { 'data/a.csv': 'id\n7\n' }, 'DIFFERS: data/a.csv'],
    ['a payload file gone', { 'data/a.csv': null }, 'MISSING: data/a.csv'],
    ['a payload file added', { 'data/c.csv': 'id\n' }, 'data/c.csv is not in manifest-md5.txt'],
    ['a tag file changed', { 'bag-info.txt': 'Payload-Oxum: 10.2\n' }, 'DIFFERS: bag-info.txt'],
    [
      'another Payload-Oxum',
      { 'bag-info.txt': 'Payload-Oxum: 11.2\n' },
      'says 11 bytes in 2 files, and there are 10 in 2',
    ],
    ['no payload manifest', { 'manifest-md5.txt': null, 'manifest-sha256.txt': null }, 'no payload manifest'],
    [
      'a name that climbs',
      { 'manifest-md5.txt': `${'0'.repeat(32)}  data/../../x\n` },
      'leads out of its folder: refused',
    ],
    ['a name outside data', { 'manifest-md5.txt': `${'0'.repeat(32)}  bagit.txt\n` }, 'which is no payload'],
    ['another encoding', { 'bagit.txt': declaration.replace('UTF-8', 'UTF-16') }, 'which is not read here'],
    ['another version', { 'bagit.txt': declaration.replace('1.0', '2.0') }, 'is of version 2.0'],
    ['a byte order mark', { 'bagit.txt': `\ufeff${declaration}` }, 'is not the two lines'],
  ])('with %s fails', async (_, changes, why) => {
    const [certificate] = await judged(soundBag(changes));
    expect(certificate).toMatchObject({ result: 'fails' });
    expect(certificate!.words).toContain(why);
  });

  it('whose tag manifest does not list a payload manifest fails', async () => {
    const bag = soundBag();
    const tag = join(bag, 'tagmanifest-sha256.txt');
    writeFileSync(tag, readFileSync(tag, 'utf8').replace(/^.*manifest-md5.*\n/m, ''));
    expect((await judged(bag))[0]!.words).toContain('tagmanifest-sha256.txt does not list manifest-md5.txt');
  });

  it('says that nothing is fetched, and what is missing for it', async () => {
    const fetch = 'https://example.org/a 5 data/a.csv\n';
    const [whole] = await judged(soundBag({ 'fetch.txt': fetch }));
    expect(whole).toMatchObject({ result: 'holds' });
    expect(whole!.words).toContain('fetch.txt wants 1 fetched, and nothing was');
    const [lacking] = await judged(soundBag({ 'fetch.txt': fetch, 'data/a.csv': null }));
    expect(lacking).toMatchObject({ result: 'fails', missing: ['data/a.csv'] });
  });

  it('names a manifest of an algorithm that is not known here', async () => {
    const [certificate] = await judged(soundBag({ 'manifest-sha3256.txt': 'x\n' }));
    expect(certificate!.words).toContain('manifest-sha3256.txt is of an algorithm that is not known here: not checked');
  });
});
