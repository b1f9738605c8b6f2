import { createHash } from 'node:crypto';
import { armour, unarmour } from './armour.ts';
import { signRaw, verifyRaw } from './raw-signature.ts';
import type { PrivateKey } from './ssh-key.ts';
import { publicKeyFromBlob, type PublicKey } from './ssh-public-key.ts';
import { SshReader, sshMpint, sshString, sshUint32 } from './ssh-wire.ts';

// OpenSSH's PROTOCOL.sshsig.
const magic = 'SSHSIG';
const label = 'SSH SIGNATURE';

/** An OpenSSH signature that is its key's over the message. Whose key that is, allowed_signers says. */
export interface SshSignature {
  readonly publicKey: PublicKey;
  readonly namespace: string;
}
export type SshSignatureVerdict =
  | ({ readonly valid: true } & SshSignature)
  /** `why` is a sentence without a final stop. */
  | { readonly valid: false; readonly why: string };

/** An armoured signature over the message, as `ssh-keygen -Y sign -n NAMESPACE` makes it. */
export function makeSshSignature(message: Uint8Array, namespace: string, key: PrivateKey): string {
  const raw = signRaw(sshSignedBytes(message, namespace), key.privateKey, 'ieee-p1363');
  const signature = key.type === 'ssh-ed25519' ? raw : rAndS(raw);
  return armourSshSignature(key.publicBlob, namespace, Buffer.concat([sshString(key.type), sshString(signature)]));
}

/** What a key signs for the message. */
export const sshSignedBytes = (message: Uint8Array, namespace: string): Uint8Array =>
  signedBytes(message, namespace, 'sha512');

/** The armour around a signature over `sshSignedBytes`, in the wire form in which an agent gives it. */
export function armourSshSignature(publicBlob: Uint8Array, namespace: string, wire: Uint8Array): string {
  return armour(
    label,
    Buffer.concat([
      Buffer.from(magic, 'latin1'),
      sshUint32(1),
      sshString(publicBlob),
      sshString(namespace),
      sshString(''),
      sshString('sha512'),
      sshString(wire),
    ]),
  );
}

/** What `ssh-keygen -Y check-novalidate -n NAMESPACE` says, and besides that any changed byte of the armour is refused. */
export function verifySshSignature(message: Uint8Array, namespace: string, armoured: Uint8Array): SshSignatureVerdict {
  const blob = unarmour(label, Buffer.from(armoured).toString('latin1'));
  if (blob === null) return { valid: false, why: 'is not an OpenSSH signature as ssh-keygen writes it' };
  try {
    return judge(message, namespace, blob);
  } catch (error) {
    if (error instanceof RangeError) return { valid: false, why: 'is a damaged OpenSSH signature' };
    throw error;
  }
}

function judge(message: Uint8Array, namespace: string, blob: Uint8Array): SshSignatureVerdict {
  const reader = new SshReader(blob);
  if (Buffer.from(reader.take(magic.length)).toString('latin1') !== magic || reader.uint32() !== 1)
    return { valid: false, why: 'is not an OpenSSH signature of version 1' };
  const publicKey = publicKeyFromBlob(reader.string());
  const found = reader.text();
  const reserved = reader.string();
  const hash = reader.text();
  const signature = reader.string();
  reader.end();
  if (publicKey === null) return { valid: false, why: 'is by a key of a type that is not known here' };
  if (found !== namespace) return { valid: false, why: `was made for "${found}", not for "${namespace}"` };
  if (reserved.length > 0 || (hash !== 'sha512' && hash !== 'sha256'))
    return { valid: false, why: 'uses a form that is not known here' };
  if (!isOver(signedBytes(message, namespace, hash), publicKey, signature))
    return { valid: false, why: 'is not over these bytes' };
  return { valid: true, publicKey, namespace };
}

function signedBytes(message: Uint8Array, namespace: string, hash: 'sha256' | 'sha512'): Uint8Array {
  return Buffer.concat([
    Buffer.from(magic, 'latin1'),
    sshString(namespace),
    sshString(''),
    sshString(hash),
    sshString(createHash(hash).update(message).digest()),
  ]);
}

/** A signature in OpenSSH's wire form; a hardware key signs digests, its flags and its counter with them. */
function isOver(data: Uint8Array, { type, key, application }: PublicKey, wire: Uint8Array): boolean {
  const reader = new SshReader(wire);
  if (reader.text() !== type) return false;
  const inner = reader.string();
  const signature = type.includes('ed25519') ? inner : fromRAndS(inner);
  if (application === null) {
    reader.end();
    return verifyRaw(data, key, signature, 'ieee-p1363');
  }
  const flagsAndCounter = reader.take(5);
  reader.end();
  const sha256 = (bytes: string | Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
  return verifyRaw(Buffer.concat([sha256(application), flagsAndCounter, sha256(data)]), key, signature, 'ieee-p1363');
}

const rAndS = (raw: Uint8Array): Uint8Array =>
  Buffer.concat([sshMpint(raw.subarray(0, 32)), sshMpint(raw.subarray(32))]);

function fromRAndS(wire: Uint8Array): Uint8Array {
  const reader = new SshReader(wire);
  const raw = Buffer.concat([reader.mpint(32), reader.mpint(32)]);
  reader.end();
  return raw;
}
