import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bcryptPbkdf } from '../../engine/evidence/keys/bcrypt-pbkdf.ts';
import { makeEd25519Key } from '../../engine/evidence/keys/make-ed25519-key.ts';
import { PassphraseError } from '../../engine/evidence/keys/passphrase-error.ts';
import { readPrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { publicLineOf } from '../../engine/evidence/keys/ssh-public-key.ts';
import { run, sshKeygen, temporaryFolder } from './tools.ts';

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('a key of ssh-keygen', () => {
  it.each([
    ['ed25519', ''],
    ['ed25519', 'a pass phrase, ünï'],
    ['ecdsa', ''],
    ['ecdsa', 'x'],
  ] as const)('of type %s with passphrase "%s" is read, and is the key of its .pub file', (type, passphrase) => {
    const path = sshKeygen(temporaryFolder(), type, passphrase);
    const key = readPrivateKey(readFileSync(path), passphrase === '' ? undefined : passphrase);
    expect(publicLineOf({ type: key.type, blob: key.publicBlob }, key.comment)).toBe(
      readFileSync(`${path}.pub`, 'utf8').trim(),
    );
    expect(run('ssh-keygen', ['-l', '-f', `${path}.pub`]).stdout).toContain(` ${key.fingerprint} `);
    const data = Buffer.from('data');
    const algorithm = type === 'ed25519' ? null : 'sha256';
    const signature = sign(algorithm, data, key.privateKey);
    expect(verify(algorithm, data, createPublicKey(key.privateKey), signature)).toBe(true);
  });

  it('says whether its passphrase is missing or wrong', () => {
    const bytes = readFileSync(sshKeygen(temporaryFolder(), 'ed25519', 'right'));
    const [missing, wrong] = [thrownBy(() => readPrivateKey(bytes)), thrownBy(() => readPrivateKey(bytes, 'wrong'))];
    expect(missing).toBeInstanceOf(PassphraseError);
    expect(missing).toMatchObject({ reason: 'missing', problem: { code: 'usage' } });
    expect(wrong).toMatchObject({ reason: 'wrong', problem: { code: 'usage' } });
  });

  it('of another type is refused by name', () => {
    const bytes = readFileSync(sshKeygen(temporaryFolder(), 'rsa'));
    expect(thrownBy(() => readPrivateKey(bytes))).toMatchObject({
      problem: { code: 'input_unsupported', what: 'A key of type ssh-rsa cannot sign here' },
    });
  });

  it.each(['ed25519', 'ecdsa'] as const)('of type %s is refused when any byte of it is changed or cut off', (type) => {
    const text = readFileSync(sshKeygen(temporaryFolder(), type), 'latin1');
    const body = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64');
    const commentOf = (bytes: Uint8Array): string | null => {
      const middle = Buffer.from(bytes).toString('base64');
      const file = `-----BEGIN OPENSSH PRIVATE KEY-----\n${middle}\n-----END OPENSSH PRIVATE KEY-----\n`;
      try {
        return readPrivateKey(Buffer.from(file)).comment;
      } catch (error) {
        expect(error).toMatchObject({ name: expect.stringMatching(/^(TallyError|PassphraseError)$/) as unknown });
        return null;
      }
    };
    expect(commentOf(body)).toBe('a b@c');
    for (let at = 0; at < body.length; at++) {
      expect(commentOf(body.subarray(0, at)), `cut at ${at}`).toBeNull();
      for (const flip of [1, 0x80, 0xff]) {
        const changed = Buffer.from(body);
        changed[at]! ^= flip;
        expect(commentOf(changed), `byte ${at}`).not.toBe('a b@c'); // the comment alone carries no check
      }
    }
  });
});

describe('a key of ours', () => {
  it.each(['', 'correct horse', 'ñ'])('with passphrase "%s" is read by ssh-keygen and by us', (passphrase) => {
    const path = join(temporaryFolder(), 'key');
    const { privateFile, publicLine } = makeEd25519Key('ops@bank', passphrase);
    writeFileSync(path, privateFile, { mode: 0o600 });
    const read = run('ssh-keygen', ['-y', '-P', passphrase, '-f', path]);
    expect(read).toMatchObject({ status: 0, stdout: `${publicLine}\n` });
    expect(readPrivateKey(Buffer.from(privateFile), passphrase).comment).toBe('ops@bank');
  });

  it('stays shut to ssh-keygen under another passphrase', () => {
    const path = join(temporaryFolder(), 'key');
    writeFileSync(path, makeEd25519Key('', 'right').privateFile, { mode: 0o600 });
    expect(run('ssh-keygen', ['-y', '-P', 'wrong', '-f', path]).status).not.toBe(0);
  });
});

describe('a PKCS#8 key', () => {
  it.each(['ed25519', 'P-256'])('of type %s is read with and without a passphrase', (type) => {
    const { privateKey } =
      type === 'P-256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    const plain = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const sealed = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' });
    const { fingerprint } = readPrivateKey(Buffer.from(plain));
    expect(readPrivateKey(Buffer.from(sealed), 'right').fingerprint).toBe(fingerprint);
    expect(thrownBy(() => readPrivateKey(Buffer.from(sealed)))).toMatchObject({ reason: 'missing' });
    expect(thrownBy(() => readPrivateKey(Buffer.from(sealed), 'wrong'))).toMatchObject({ reason: 'wrong' });
  });

  it('of another curve or kind is refused', () => {
    const others = [
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    ];
    for (const key of others)
      expect(thrownBy(() => readPrivateKey(Buffer.from(key.export({ type: 'pkcs8', format: 'pem' }))))).toMatchObject({
        problem: { code: 'input_unsupported' },
      });
  });

  it('that is no key at all is malformed', () => {
    expect(thrownBy(() => readPrivateKey(Buffer.from('hello')))).toMatchObject({
      problem: { code: 'input_malformed' },
    });
  });
});

describe('bcrypt_pbkdf', () => {
  it('gives what OpenBSD published for its own', () => {
    const derive = (rounds: number, pass: string, salt: string, length: number): string =>
      Buffer.from(bcryptPbkdf(Buffer.from(pass), Buffer.from(salt), rounds, length)).toString('hex');
    expect(derive(4, 'password', 'salt', 32)).toBe('5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9');
    expect(derive(8, 'password', 'salt', 64)).toBe(
      'e1367ec5151a33faac4cc1c144cd23fa15d5548493ecc99b9b5d9c0d3b27bec7' +
        '6227ea66088b849b20ab7aa478010246e74bba51723fefa9f9474d6508845e8d',
    );
  });
});
