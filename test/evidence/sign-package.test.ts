import { createHash, createPublicKey } from 'node:crypto';
import { appendFileSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseEnvelope } from '../../engine/evidence/keys/dsse.ts';
import { placeTogether } from '../../engine/evidence/signing/place-together.ts';
import { signPackage, type SignRequest } from '../../engine/evidence/signing/sign-package.ts';
import { parseSignoff } from '../../engine/evidence/signing/signoff-statement.ts';
import { sumsBytes } from '../../engine/evidence/sums-file.ts';
import { allowing, newKey, smallPackage, trusting } from './small-package.ts';
import { run, temporaryFolder } from './tools.ts';

const at = '2026-01-31T09:00:00Z';
const ada = newKey();
const bob = newKey('P-256');
const request = (folder: string, change: Partial<SignRequest> = {}): SignRequest => ({
  ...{ folder, key: ada, name: 'ada@bank', role: 'preparer', decision: 'APPROVE', text: '', at },
  ...change,
});
const asApprover = { key: bob, name: 'bob@bank', role: 'approver' } as const;
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const everythingIn = (folder: string): string[] => readdirSync(folder, { recursive: true }).map(String).sort();

async function refusal(change: Partial<SignRequest> & { folder: string }, prepare: () => void = () => undefined) {
  prepare();
  const before = everythingIn(change.folder);
  const error: unknown = await signPackage(request(change.folder, change)).catch((e: unknown) => e);
  expect(everythingIn(change.folder)).toEqual(before);
  return (error as { problem: { code: string; what: string } }).problem;
}

describe('signing a package', () => {
  it('adds the preparer to it with a statement of this report, and signs the report too', async () => {
    const folder = smallPackage();
    const written = await signPackage(request(folder, { text: 'as of “noon”' }));
    expect(written.toSorted()).toEqual([
      'report.dsse.json',
      'report.json.sig',
      'signoffs/001.dsse.json',
      'signoffs/001.json',
      'signoffs/001.json.sig',
    ]);
    const statement = readFileSync(join(folder, 'signoffs/001.json'));
    expect(parseSignoff(statement, '')).toEqual({
      ...{
        name: 'ada@bank',
        role: 'preparer',
        decision: 'APPROVE',
        text: 'as of “noon”',
        at,
        exceptions: [],
        journal: null,
      },
      reportJson: sha256(join(folder, 'report.json')),
      reportHtml: sha256(join(folder, 'report.html')),
    });
    expect(Buffer.from(parseEnvelope(readFileSync(join(folder, 'signoffs/001.dsse.json')), '').payload)).toEqual(
      statement,
    );
    expect(everythingIn(folder)).toEqual(
      [...written, 'SHA256SUMS', 'plan.yaml', 'report.html', 'report.json', 'run.json', 'signoffs'].sort(),
    );
  });

  it('gives the next one the next number, and leaves the report’s signature to the preparer', async () => {
    const folder = smallPackage();
    await signPackage(request(folder));
    expect(await signPackage(request(folder, asApprover))).toEqual([
      'signoffs/002.dsse.json',
      'signoffs/002.json.sig',
      'signoffs/002.json',
    ]);
  });

  it.each([
    ['Ed25519', ada],
    ['P-256', bob],
  ])('by %s satisfies ssh-keygen and openssl, and one flipped bit neither', async (_, key) => {
    const folder = smallPackage();
    await signPackage(request(folder, { key }));
    const trust = join(temporaryFolder(), 'allowed_signers');
    writeFileSync(trust, trusting({ 'ada@bank': key }));
    for (const [file, namespace] of [
      ['report.json', 'tallystick-report'],
      ['signoffs/001.json', 'tallystick-signoff'],
    ] as const) {
      const bytes = readFileSync(join(folder, file));
      const args = ['-Y', 'verify', '-f', trust, '-I', 'ada@bank', '-n', namespace, '-s', join(folder, `${file}.sig`)];
      expect(run('ssh-keygen', args, bytes).status).toBe(0);

      const envelope = JSON.parse(readFileSync(join(folder, file.replace(/json$/, 'dsse.json')), 'utf8')) as {
        payload: string;
        payloadType: string;
        signatures: [{ sig: string }];
      };
      const body = Buffer.from(envelope.payload, 'base64');
      expect(body).toEqual(bytes);
      const encoded = Buffer.concat([
        Buffer.from(`DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${body.length} `),
        body,
      ]);
      const work = temporaryFolder();
      writeFileSync(join(work, 'pem'), createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }));
      writeFileSync(join(work, 'sig'), Buffer.from(envelope.signatures[0].sig, 'base64'));
      const openssl = (pae: Uint8Array): number | null => {
        writeFileSync(join(work, 'pae'), pae);
        const digest = key === bob ? ['-digest', 'sha256'] : [];
        const files = ['-inkey', join(work, 'pem'), '-sigfile', join(work, 'sig'), '-in', join(work, 'pae')];
        return run('openssl', ['pkeyutl', '-verify', '-rawin', ...digest, '-pubin', ...files]).status;
      };
      expect(openssl(encoded)).toBe(0);

      bytes[bytes.length >> 1]! ^= 1;
      encoded[encoded.length >> 1]! ^= 1;
      expect(run('ssh-keygen', args, bytes).status).not.toBe(0);
      expect(openssl(encoded)).not.toBe(0);
    }
  });

  it('is refused where nothing was proven', async () => {
    const folder = smallPackage('NOT_PROVEN');
    expect(await refusal({ folder })).toMatchObject({ code: 'not_proven' });
  });

  it('is possible where the answer is no', async () => {
    await expect(signPackage(request(smallPackage('NOT_RECONCILED'), { decision: 'REJECT' }))).resolves.toHaveLength(5);
  });

  it.each([
    [
      'the same name again',
      { ...asApprover, name: 'bob@bank', key: newKey() },
      '"bob@bank" signed twice (001, this one)',
    ],
    [
      'the same name in capitals',
      { ...asApprover, name: 'Bob@Bank', key: newKey() },
      '"bob@bank" signed twice (001, this one)',
    ],
    [
      'the same key again',
      { ...asApprover, name: 'eve' },
      'One key signed twice, as "bob@bank" (001) and as "eve" (this one)',
    ],
    [
      'a preparer who has approved',
      { ...asApprover, role: 'preparer' as const },
      'The approver "bob@bank" is the preparer, by name (001, this one)',
    ],
  ])('is refused to %s', async (_, change, what) => {
    const folder = smallPackage();
    await signPackage(request(folder, asApprover));
    expect(await refusal({ folder, ...change })).toMatchObject({ code: 'usage', what });
  });

  it('is refused to a second preparer', async () => {
    const folder = smallPackage();
    await signPackage(request(folder));
    expect(await refusal({ folder, ...asApprover, role: 'preparer' })).toMatchObject({ code: 'usage' });
  });

  it('is refused to a name that is not the key’s', async () => {
    const folder = smallPackage();
    const allowed = allowing({ 'ada@bank': ada, 'bob@bank': bob });
    expect(await refusal({ folder, allowed, name: 'bob@bank' })).toMatchObject({ code: 'usage' });
    expect(await refusal({ folder, allowed, name: 'eve', key: newKey() })).toMatchObject({ code: 'usage' });
    await expect(signPackage(request(folder, { allowed }))).resolves.toHaveLength(5);
  });

  it.each([
    ['a name with a line break', { name: 'ada\nbob' }],
    ['a name that turns the direction of reading', { name: 'ada\u202ebob' }],
    ['no name', { name: '' }],
    ['a time that is none', { at: 'yesterday' }],
    ['a text that is not Unicode', { text: 'a\ud800b' }],
  ])('is refused with %s', async (_, change) => {
    const allowed = allowing({ 'ada@bank': ada });
    expect(await refusal({ folder: smallPackage(), allowed, ...change })).toMatchObject({ code: 'usage' });
  });

  it.each([
    [
      'a changed plan',
      (f: string) => appendFileSync(join(f, 'plan.yaml'), ' '),
      'plan.yaml is not what SHA256SUMS says',
    ],
    [
      'a changed page',
      (f: string) => appendFileSync(join(f, 'report.html'), ' '),
      'report.html is not what SHA256SUMS says',
    ],
    [
      'a changed report',
      (f: string) => appendFileSync(join(f, 'report.json'), ' '),
      'The file is not in canonical form (RFC 8785)',
    ],
    ['a file gone', (f: string) => rmSync(join(f, 'run.json')), 'run.json is missing'],
    ['no sums', (f: string) => rmSync(join(f, 'SHA256SUMS')), 'SHA256SUMS is missing'],
    [
      'a link in a file’s place',
      (f: string) => {
        rmSync(join(f, 'run.json'));
        writeFileSync(join(f, 'elsewhere'), '{}');
        symlinkSync('elsewhere', join(f, 'run.json'));
      },
      'run.json is missing',
    ],
    [
      'sums that name a file outside',
      (f: string) => appendFileSync(join(f, 'SHA256SUMS'), `${'0'.repeat(64)}  ../../etc/passwd\n`),
      'Line 5 names a file outside the package',
    ],
    [
      'sums rewritten to fit a changed plan',
      (f: string) => {
        appendFileSync(join(f, 'plan.yaml'), ' ');
        const names = ['plan.yaml', 'report.html', 'report.json', 'run.json'];
        writeFileSync(join(f, 'SHA256SUMS'), sumsBytes(names.map((name) => ({ name, sha256: sha256(join(f, name)) }))));
      },
      'SHA256SUMS and report.json disagree about plan.yaml',
    ],
    [
      'a stray among the sign-offs',
      (f: string) => writeFileSync(join(f, 'signoffs/note.txt'), ''),
      'Not part of any sign-off: signoffs/note.txt',
    ],
  ])('is refused over %s', async (_, change, what) => {
    const folder = smallPackage();
    change(folder);
    expect(await refusal({ folder })).toMatchObject({ code: 'evidence_unsound', what });
  });

  it('is refused over a sign-off that does not hold', async () => {
    const folder = smallPackage();
    await signPackage(request(folder));
    rmSync(join(folder, 'signoffs/001.json.sig'));
    expect(await refusal({ folder, ...asApprover })).toMatchObject({
      code: 'evidence_unsound',
      what: 'signoffs/001.json.sig is missing',
    });
  });

  it('is refused in a folder that is no package', async () => {
    expect(await refusal({ folder: temporaryFolder() })).toMatchObject({ code: 'input_missing' });
  });
});

describe('files placed together', () => {
  it('leave nothing behind when one of their names is taken', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'b'), 'taken');
    expect(() =>
      placeTogether(
        folder,
        new Map([
          ['a', '1'],
          ['b', '2'],
          ['c', '3'],
        ]),
      ),
    ).toThrow('Somebody signed at the same moment');
    expect(everythingIn(folder)).toEqual(['b']);
    expect(readFileSync(join(folder, 'b'), 'utf8')).toBe('taken');
  });
});
