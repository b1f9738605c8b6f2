import { createPublicKey } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readPrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { run } from '../evidence/tools.ts';
import { refusal, smallLedger, tallystick } from './tallystick.ts';

const word = 'correct horse';
const cwd = smallLedger({ word: `${word}\n`, wrong: 'battery\n' });
const at = (path: string): string => join(cwd, path);
const sign = (key: string, name: string, role: string, ...more: string[]): string[] => [
  ...['sign', 'package', '--key', key, '--as', name, '--role', role, '--passphrase-file', 'word', ...more],
];

beforeAll(async () => {
  const made = await tallystick(['reconcile', 'plan.json', '-o', 'package'], { cwd });
  expect(made.status).toBe(0);
  for (const name of ['ada', 'bob'])
    expect(
      (await tallystick(['keygen', name, '--comment', `${name}@bank`, '--passphrase-file', 'word'], { cwd })).status,
    ).toBe(0);
  const keys = ['ada', 'bob'].map((name) => `${name}@bank ${readFileSync(at(`${name}.pub`), 'utf8')}`);
  writeFileSync(at('allowed_signers'), keys.join(''));
  const signed = [
    await tallystick([...sign('ada', 'ada@bank', 'preparer', '--text', 'rehearsal 4'), '--trust', 'allowed_signers'], {
      cwd,
    }),
    await tallystick([...sign('bob', 'bob@bank', 'approver'), '--trust', 'allowed_signers', '--json'], { cwd }),
  ];
  expect(signed.map(({ status }) => status)).toEqual([0, 0]);
  expect(signed[0]!.stdout).toMatch(/^APPROVE {3}ada@bank, preparer, by SHA256:/);
  expect(JSON.parse(signed[1]!.stdout)).toMatchObject({ decision: 'APPROVE', name: 'bob@bank', role: 'approver' });
});

const signatures = [
  ['report.json', 'ada', 'tallystick-report'],
  ['signoffs/001.json', 'ada', 'tallystick-signoff'],
  ['signoffs/002.json', 'bob', 'tallystick-signoff'],
] as const;

describe('A package that preparer and approver signed', () => {
  it.each(signatures)(
    'has in %s by %s what ssh-keygen accepts, and refuses after one flipped bit',
    (file, who, namespace) => {
      const bytes = readFileSync(at(`package/${file}`));
      const verify = (name: string, content: Uint8Array) =>
        run(
          'ssh-keygen',
          ['-Y', 'verify', '-f', at('allowed_signers'), '-I', name, '-n', namespace, '-s', at(`package/${file}.sig`)],
          content,
        ).status;
      expect(verify(`${who}@bank`, bytes)).toBe(0);
      expect(verify(who === 'ada' ? 'bob@bank' : 'ada@bank', bytes)).not.toBe(0);
      bytes[bytes.length >> 1]! ^= 1;
      expect(verify(`${who}@bank`, bytes)).not.toBe(0);
    },
  );

  it.each(signatures)(
    'has in %s by %s an envelope that openssl accepts, and refuses after one flipped bit',
    (file, who) => {
      const envelope = JSON.parse(readFileSync(at(`package/${file.replace(/json$/, 'dsse.json')}`), 'utf8')) as {
        payload: string;
        payloadType: string;
        signatures: { sig: string }[];
      };
      const body = Buffer.from(envelope.payload, 'base64');
      expect(body.equals(readFileSync(at(`package/${file}`)))).toBe(true);
      const head = `DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${body.length} `;
      const pae = Buffer.concat([Buffer.from(head), body]);
      const { privateKey } = readPrivateKey(readFileSync(at(who)), word);
      writeFileSync(at('pem'), createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }));
      writeFileSync(at('sig'), Buffer.from(envelope.signatures[0]!.sig, 'base64'));
      const openssl = (content: Uint8Array) => {
        writeFileSync(at('pae'), content);
        const files = ['-inkey', at('pem'), '-sigfile', at('sig'), '-in', at('pae')];
        return run('openssl', ['pkeyutl', '-verify', '-rawin', '-pubin', ...files]).status;
      };
      expect(openssl(pae)).toBe(0);
      pae[pae.length >> 1]! ^= 1;
      expect(openssl(pae)).not.toBe(0);
    },
  );

  it('is what the real ssh-keygen reads of a key and its passphrase', () => {
    const read = (passphrase: string) => run('ssh-keygen', ['-y', '-P', passphrase, '-f', at('ada')]);
    expect(read(word).stdout.split(' ').slice(0, 2)).toEqual(
      readFileSync(at('ada.pub'), 'utf8').split(' ').slice(0, 2),
    );
    expect(read('battery').status).not.toBe(0);
  });

  it('takes no second sign-off by one person or one key, no name that is not the key’s, no wrong passphrase', async () => {
    const before = readdirSync(at('package'), { recursive: true }).map(String).toSorted();
    const cases: readonly [string[], number, RegExp][] = [
      [sign('ada', 'ada@bank', 'auditor'), 2, /ada@bank/],
      [sign('ada', 'eve@bank', 'auditor'), 2, /key/],
      [sign('bob', 'ada@bank', 'approver'), 2, /ada@bank/],
      [[...sign('bob', 'eve@bank', 'auditor'), '--trust', 'allowed_signers'], 2, /eve@bank|key/],
      [sign('nobody', 'eve@bank', 'auditor'), 3, /The key cannot be read/],
      [sign('bob.pub', 'eve@bank', 'auditor'), 3, /^This is not a private key \(bob\.pub\)$/],
    ];
    for (const [args, status, said] of cases) {
      const found = await refusal(args, { cwd });
      expect([found.status, found.said]).toEqual([status, expect.stringMatching(said)]);
    }
    const wrong = sign('bob', 'eve@bank', 'auditor').map((arg) => (arg === 'word' ? 'wrong' : arg));
    expect((await refusal(wrong, { cwd })).said).toMatch(/passphrase/i);
    expect(readdirSync(at('package'), { recursive: true }).map(String).toSorted()).toEqual(before);
  });

  it('takes nobody’s once a byte of it is another', async () => {
    const path = at('package/differences.csv');
    const bytes = readFileSync(path);
    writeFileSync(
      path,
      bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)),
    );
    const found = await refusal(sign('bob', 'carol@bank', 'auditor'), { cwd });
    expect(found).toMatchObject({ status: 4, code: 'evidence_unsound' });
    expect(found.said).toContain('differences.csv');
    writeFileSync(path, bytes);
  });
});
