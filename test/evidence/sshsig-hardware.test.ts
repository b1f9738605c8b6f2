import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { armour } from '../../engine/evidence/armour.ts';
import { publicKeyFromBlob, publicLineOf } from '../../engine/evidence/ssh-public-key.ts';
import { verifySshSignature } from '../../engine/evidence/sshsig.ts';
import { SshReader, sshMpint, sshString, sshUint32 } from '../../engine/evidence/ssh-wire.ts';
import { blobOfKey } from '../../engine/evidence/ssh-public-key.ts';
import { run, temporaryFolder } from './tools.ts';

const message = Buffer.from('to be signed');
const namespace = 'tallystick-signoff';
const sha = (name: string, bytes: string | Uint8Array): Buffer => createHash(name).update(bytes).digest();

/** A signature as a security key makes it (OpenSSH PROTOCOL.u2f), from a key that this test holds in its stead. */
function hardwareSignature(type: 'sk-ssh-ed25519@openssh.com' | 'sk-ecdsa-sha2-nistp256@openssh.com') {
  const isEd25519 = type.includes('ed25519');
  const { privateKey, publicKey } = isEd25519
    ? generateKeyPairSync('ed25519')
    : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const plain = new SshReader(blobOfKey(publicKey)!);
  plain.string();
  const blob = Buffer.concat([sshString(type), plain.take(plain.rest), sshString('ssh:')]);
  const flagsAndCounter = Buffer.from('0100000007', 'hex');
  const data = Buffer.concat([
    Buffer.from('SSHSIG'),
    ...[namespace, '', 'sha512', sha('sha512', message)].map(sshString),
  ]);
  const raw = sign(
    isEd25519 ? null : 'sha256',
    Buffer.concat([sha('sha256', 'ssh:'), flagsAndCounter, sha('sha256', data)]),
    {
      key: privateKey,
      dsaEncoding: 'ieee-p1363',
    },
  );
  const signature = isEd25519 ? raw : Buffer.concat([sshMpint(raw.subarray(0, 32)), sshMpint(raw.subarray(32))]);
  const armoured = armour(
    'SSH SIGNATURE',
    Buffer.concat([
      Buffer.from('SSHSIG'),
      sshUint32(1),
      ...[blob, namespace, '', 'sha512'].map(sshString),
      sshString(Buffer.concat([sshString(type), sshString(signature), flagsAndCounter])),
    ]),
  );
  return { blob, armoured };
}

describe.each(['sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com'] as const)(
  'a signature by a hardware key %s',
  (type) => {
    it('is accepted here as it is by ssh-keygen', () => {
      const { blob, armoured } = hardwareSignature(type);
      const folder = temporaryFolder();
      const [signature, allowed] = [join(folder, 'x.sig'), join(folder, 'allowed')];
      writeFileSync(signature, armoured);
      writeFileSync(allowed, `ada ${publicLineOf({ type, blob }, '')}\n`);
      const args = ['-Y', 'verify', '-f', allowed, '-I', 'ada', '-n', namespace, '-s', signature];
      expect(run('ssh-keygen', args, message)).toMatchObject({ status: 0 });
      expect(verifySshSignature(message, namespace, Buffer.from(armoured))).toMatchObject({
        valid: true,
        publicKey: { fingerprint: publicKeyFromBlob(blob)!.fingerprint, application: 'ssh:' },
      });
    });

    it('is refused with any one of its bytes changed', () => {
      const { armoured } = hardwareSignature(type);
      for (let at = 0; at < armoured.length; at++) {
        const changed = Buffer.from(armoured);
        changed[at]! ^= 1;
        expect(verifySshSignature(message, namespace, changed).valid, `byte ${at}`).toBe(false);
      }
    });
  },
);
