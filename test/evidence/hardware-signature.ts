import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { armour } from '../../engine/evidence/keys/armour.ts';
import { blobOfKey } from '../../engine/evidence/keys/ssh-public-key.ts';
import { SshReader, sshMpint, sshString, sshUint32 } from '../../engine/evidence/keys/ssh-wire.ts';

export const hardwareTypes = ['sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com'] as const;
const sha = (name: string, bytes: string | Uint8Array): Buffer => createHash(name).update(bytes).digest();

/** A signature as a security key makes it (OpenSSH PROTOCOL.u2f), from a key that this test holds in its stead. */
export function hardwareSignature(type: (typeof hardwareTypes)[number], message: Uint8Array, namespace: string) {
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
