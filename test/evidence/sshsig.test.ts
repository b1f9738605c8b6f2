import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { publicLineOf } from '../../engine/evidence/keys/ssh-public-key.ts';
import { makeSshSignature, verifySshSignature } from '../../engine/evidence/keys/sshsig.ts';
import { run, sshKeygen, temporaryFolder } from './tools.ts';

const namespace = 'tallystick-signoff';
const message = Buffer.from('{"decision":"APPROVE"}');
const newKey = (type: 'ed25519' | 'P-256') => {
  const { privateKey } =
    type === 'P-256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return readPrivateKey(Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })));
};

describe.each(['ed25519', 'P-256'] as const)('an SSH signature of ours by %s', (type) => {
  it('is accepted by ssh-keygen -Y verify, and refused by it with one bit of the message flipped', () => {
    const folder = temporaryFolder();
    const key = newKey(type);
    const [signature, allowed] = [join(folder, 'x.sig'), join(folder, 'allowed')];
    writeFileSync(signature, makeSshSignature(message, namespace, key));
    writeFileSync(allowed, `ada@bank ${publicLineOf({ type: key.type, blob: key.publicBlob }, '')}\n`);
    const args = ['-Y', 'verify', '-f', allowed, '-I', 'ada@bank', '-n', namespace, '-s', signature];
    expect(run('ssh-keygen', args, message)).toMatchObject({ status: 0 });
    const flipped = Buffer.from(message);
    flipped[3]! ^= 1;
    expect(run('ssh-keygen', args, flipped).status).not.toBe(0);
  });

  it('names its key, and is refused over another message or for another namespace', () => {
    const key = newKey(type);
    const signature = Buffer.from(makeSshSignature(message, namespace, key));
    expect(verifySshSignature(message, namespace, signature)).toMatchObject({
      valid: true,
      publicKey: { fingerprint: key.fingerprint, type: key.type },
    });
    expect(verifySshSignature(Buffer.from('other'), namespace, signature)).toEqual({
      valid: false,
      why: 'is not over these bytes',
    });
    expect(verifySshSignature(message, 'file', signature)).toEqual({
      valid: false,
      why: `was made for "${namespace}", not for "file"`,
    });
  });

  it('is refused with any one of its bytes changed', () => {
    const key = newKey(type);
    const signature = Buffer.from(makeSshSignature(message, namespace, key));
    for (let at = 0; at < signature.length; at++)
      for (const flip of [1, 32, 128]) {
        const changed = Buffer.from(signature);
        changed[at]! ^= flip;
        expect(verifySshSignature(message, namespace, changed).valid, `byte ${at} by ${flip}`).toBe(false);
      }
  });

  it('is refused with any byte put in or taken out', () => {
    const signature = Buffer.from(makeSshSignature(message, namespace, newKey(type)));
    fc.assert(
      fc.property(fc.nat(signature.length), fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, out) => {
        const [head, tail] = [signature.subarray(0, at), signature.subarray(out ? at + 1 : at)];
        const changed = Buffer.concat(out ? [head, tail] : [head, Buffer.of(byte), tail]);
        fc.pre(!changed.equals(signature));
        expect(verifySshSignature(message, namespace, changed).valid).toBe(false);
      }),
    );
  });
});

describe('a signature by ssh-keygen -Y sign', () => {
  it.each([
    ['ed25519', 'sha512'],
    ['ed25519', 'sha256'],
    ['ecdsa', 'sha512'],
    ['ecdsa', 'sha256'],
  ] as const)('with %s and %s is accepted', (type, hash) => {
    const folder = temporaryFolder();
    const path = sshKeygen(folder, type);
    for (let i = 0; i < 8; i++) {
      // r and s of ECDSA vary in length
      const file = join(folder, `m${i}`);
      writeFileSync(file, message);
      expect(run('ssh-keygen', ['-Y', 'sign', '-O', `hashalg=${hash}`, '-f', path, '-n', namespace, file]).status).toBe(
        0,
      );
      expect(verifySshSignature(message, namespace, readFileSync(`${file}.sig`))).toMatchObject({
        valid: true,
        publicKey: { fingerprint: readPrivateKey(readFileSync(path)).fingerprint },
      });
    }
  });

  it('with a type of key that is not known here is refused in those words', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'm');
    writeFileSync(file, message);
    run('ssh-keygen', ['-Y', 'sign', '-f', sshKeygen(folder, 'rsa'), '-n', namespace, file]);
    expect(verifySshSignature(message, namespace, readFileSync(`${file}.sig`))).toEqual({
      valid: false,
      why: 'is by a key of a type that is not known here',
    });
  });
});

describe('what is no SSH signature', () => {
  it('is refused, never by a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(verifySshSignature(message, namespace, bytes).valid).toBe(false);
        const armoured = `-----BEGIN SSH SIGNATURE-----\n${Buffer.from(bytes)
          .toString('base64')
          .replace(/(.{70})(?=.)/g, '$1\n')}\n-----END SSH SIGNATURE-----\n`;
        expect(verifySshSignature(message, namespace, Buffer.from(armoured)).valid).toBe(false);
      }),
    );
  });
});
