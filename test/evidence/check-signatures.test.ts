import { copyFileSync, readFileSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSignatures } from '../../engine/evidence/signing/check-signatures.ts';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { parseSignoff, signoffBytes, type Signoff } from '../../engine/evidence/signing/signoff-statement.ts';
import type { PrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { makeSshSignature } from '../../engine/evidence/keys/sshsig.ts';
import { allowing, newKey, smallPackage } from './small-package.ts';

const at = '2026-01-31T09:00:00Z';
const now = new Date('2026-03-01T00:00:00Z');
const [ada, bob, eve] = [newKey(), newKey('P-256'), newKey()];
const everybody = allowing({ 'ada@bank': ada, 'bob@bank': bob });
const nobody = { allowed: null, now };

/** Prepared by ada, approved by bob. */
async function signed(): Promise<string> {
  const folder = smallPackage();
  const common = { folder, decision: 'APPROVE', text: '', at } as const;
  await signPackage({ ...common, key: ada, name: 'ada@bank', role: 'preparer' });
  await signPackage({ ...common, key: bob, name: 'bob@bank', role: 'approver' });
  return folder;
}

/** What somebody does who does not use our `sign`: any statement, under any key. */
function addByHand(folder: string, number: string, key: PrivateKey, change: Partial<Signoff>): void {
  const like = parseSignoff(readFileSync(join(folder, 'signoffs/002.json')), '');
  const bytes = signoffBytes({ ...like, ...change });
  writeFileSync(join(folder, `signoffs/${number}.json`), bytes);
  writeFileSync(join(folder, `signoffs/${number}.json.sig`), makeSshSignature(bytes, 'tallystick-signoff', key));
}

const failures = async (folder: string, allowed = everybody): Promise<string[]> =>
  (await checkSignatures(folder, { allowed, now })).checks.filter((c) => c.result === 'failed').map((c) => c.why);

describe('the signatures of a package', () => {
  it('all hold when its own people signed it, and are trusted under their names', async () => {
    const { checks, signers } = await checkSignatures(await signed(), { allowed: everybody, now });
    expect(checks.filter(({ result }) => result !== 'passed')).toEqual([]);
    expect(signers).toMatchObject([
      { number: '001', name: 'ada@bank', role: 'preparer', decision: 'APPROVE', key: ada.fingerprint, trusted: true },
      { number: '002', name: 'bob@bank', role: 'approver', decision: 'APPROVE', key: bob.fingerprint, trusted: true },
    ]);
  });

  it('hold but name nobody when the auditor names nobody', async () => {
    const { checks, signers } = await checkSignatures(await signed(), nobody);
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(checks.filter(({ result }) => result === 'not_done').map(({ name }) => name)).toEqual([
      'sign-off 001: name',
      'sign-off 002: name',
      'report: preparer',
    ]);
    expect(signers.map(({ trusted }) => trusted)).toEqual([false, false]);
  });

  it('are none when nobody has signed', async () => {
    const { checks, signers } = await checkSignatures(smallPackage(), { allowed: everybody, now });
    expect(checks).toMatchObject([
      { name: 'sign-offs', result: 'not_done', why: 'Nobody has signed' },
      { result: 'passed' },
    ]);
    expect(signers).toEqual([]);
  });

  it('by somebody unknown are no fault, and no trust', async () => {
    const folder = await signed();
    addByHand(folder, '003', eve, { name: 'eve@audit', role: 'auditor', decision: 'REJECT' });
    const { signers } = await checkSignatures(folder, { allowed: everybody, now });
    expect(await failures(folder)).toEqual([]);
    expect(signers[2]).toMatchObject({ name: 'eve@audit', decision: 'REJECT', trusted: false });
  });

  it('with an OpenSSH signature alone hold, and it is said that there is no envelope', async () => {
    const folder = await signed();
    addByHand(folder, '003', eve, { name: 'eve@audit', role: 'auditor' });
    const { checks } = await checkSignatures(folder, { allowed: everybody, now });
    expect(checks.find(({ name }) => name === 'sign-off 003: envelope')).toMatchObject({
      result: 'not_done',
      why: 'signoffs/003.dsse.json is absent: there is an OpenSSH signature alone',
    });
  });
});

describe('a package is refused, each time in its own words,', () => {
  const at3 = { at: '2026-02-01T00:00:00Z' };
  it.each<[string, (folder: string) => void, string]>([
    [
      'for a name that is not its key’s',
      (f) => addByHand(f, '003', eve, { ...at3, name: 'bob@bank', role: 'auditor' }),
      '"bob@bank" signed with a key that is not the one listed for that name',
    ],
    [
      'for a key under another’s name',
      (f) => addByHand(f, '003', bob, { ...at3, name: 'eve@audit', role: 'auditor' }),
      '"eve@audit" signed with the key of bob@bank',
    ],
    [
      'for a second sign-off by one person',
      (f) => addByHand(f, '003', eve, { ...at3, role: 'auditor' }),
      '"bob@bank" signed twice (002, 003)',
    ],
    [
      'for a second sign-off by one key',
      (f) => addByHand(f, '003', bob, { ...at3, name: 'eve@audit', role: 'auditor' }),
      'One key signed twice, as "bob@bank" (002) and as "eve@audit" (003)',
    ],
    [
      'for an approver who is the preparer by name',
      (f) => addByHand(f, '003', eve, { ...at3, name: 'ada@bank' }),
      'The approver "ada@bank" is the preparer, by name (001, 003)',
    ],
    [
      'for an approver who is the preparer by key',
      (f) => addByHand(f, '003', ada, { ...at3, name: 'eve@audit' }),
      'The approver "eve@audit" is the preparer, by key (001, 003)',
    ],
    [
      'for two preparers',
      (f) => addByHand(f, '003', eve, { ...at3, name: 'eve@audit', role: 'preparer' }),
      '"ada@bank" (001) and "eve@audit" (003) both sign as preparer',
    ],
    [
      'for a sign-off of another report',
      (f) => addByHand(f, '003', eve, { name: 'eve@audit', role: 'auditor', reportJson: '0'.repeat(64) }),
      'signoffs/003.json is a sign-off of another report.json than the one here',
    ],
    [
      'for a sign-off of another page',
      (f) => appendFileSync(join(f, 'report.html'), ' '),
      'signoffs/001.json is a sign-off of another report.html than the one here',
    ],
    [
      'for a changed report',
      (f) => appendFileSync(join(f, 'report.json'), ' '),
      'report.json.sig is not over these bytes',
    ],
    [
      'for a missing OpenSSH signature',
      (f) => rmSync(join(f, 'signoffs/002.json.sig')),
      'signoffs/002.json.sig is missing',
    ],
    ['for a missing signature on the report', (f) => rmSync(join(f, 'report.json.sig')), 'report.json.sig is missing'],
    [
      'for an envelope over another statement',
      (f) => copyFileSync(join(f, 'signoffs/001.dsse.json'), join(f, 'signoffs/002.dsse.json')),
      'signoffs/002.dsse.json holds another statement than signoffs/002.json',
    ],
    [
      'for a signature of another sign-off',
      (f) => copyFileSync(join(f, 'signoffs/001.json.sig'), join(f, 'signoffs/002.json.sig')),
      'signoffs/002.json.sig is not over these bytes',
    ],
    [
      'for a signature made for another purpose',
      (f) => copyFileSync(join(f, 'report.json.sig'), join(f, 'signoffs/001.json.sig')),
      'signoffs/001.json.sig was made for "tallystick-report", not for "tallystick-signoff"',
    ],
    [
      'for a report that somebody else signed in the preparer’s place',
      (f) =>
        writeFileSync(
          join(f, 'report.json.sig'),
          makeSshSignature(readFileSync(join(f, 'report.json')), 'tallystick-report', eve),
        ),
      'report.json.sig is not by the key of the preparer (001)',
    ],
    [
      'for a preparer’s sign-off that was taken away',
      (f) => ['json', 'dsse.json', 'json.sig'].forEach((end) => rmSync(join(f, `signoffs/001.${end}`))),
      'report.json.sig is here, and no sign-off of a preparer',
    ],
    [
      'for a file among the sign-offs that is none',
      (f) => writeFileSync(join(f, 'signoffs/note.txt'), 'hello'),
      'Not part of any sign-off: signoffs/note.txt',
    ],
    [
      'for a signature without its statement',
      (f) => rmSync(join(f, 'signoffs/002.json')),
      'Not part of any sign-off: signoffs/002.dsse.json, signoffs/002.json.sig',
    ],
  ])('%s', async (_, change, why) => {
    const folder = await signed();
    change(folder);
    expect(await failures(folder)).toContain(why);
  });

  it('for a key that was valid then and is not now, or now and not then', async () => {
    const folder = await signed();
    const limited = (option: string) => {
      const allowed = allowing({ 'ada@bank': ada, 'bob@bank': bob });
      const date = { validAfter: null, validBefore: null, [option]: new Date('2026-02-15T00:00:00Z') };
      return { ...allowed, signers: allowed.signers.map((signer, i) => (i === 1 ? { ...signer, ...date } : signer)) };
    };
    expect(await failures(folder, limited('validBefore'))).toEqual([
      '"bob@bank" has a key that is not valid at 2026-03-01T00:00:00Z',
    ]);
    expect(await failures(folder, limited('validAfter'))).toEqual([
      '"bob@bank" has a key that is not valid at 2026-01-31T09:00:00Z',
    ]);
  });

  it('for any one changed byte of any signature, envelope or statement', async () => {
    const folder = await signed();
    const names = [
      'report.dsse.json',
      'report.json.sig',
      ...['001', '002'].flatMap((n) => ['json', 'dsse.json', 'json.sig'].map((end) => `signoffs/${n}.${end}`)),
    ];
    const files = names.map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async ({ name, bytes }, place, flip) => {
          const changed = Buffer.from(bytes);
          changed[place % changed.length]! ^= flip;
          writeFileSync(join(folder, name), changed);
          const found = await checkSignatures(folder, nobody);
          writeFileSync(join(folder, name), bytes);
          expect(found.checks.some(({ result }) => result === 'failed')).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});
