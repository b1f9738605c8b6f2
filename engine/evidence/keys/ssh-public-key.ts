import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { SshReader, sshString } from './ssh-wire.ts';

const softwareKeyTypes = ['ssh-ed25519', 'ecdsa-sha2-nistp256'] as const;
/** Keys whose private half lives in a file. */
export type SoftwareKeyType = (typeof softwareKeyTypes)[number];
const keyTypes = [...softwareKeyTypes, 'sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com'] as const;
/** Those, and the same in a hardware key (`sk-`). */
export type KeyType = (typeof keyTypes)[number];

export interface PublicKey {
  readonly type: KeyType;
  /** The key in OpenSSH's wire form: two keys are the same when their blobs are. */
  readonly blob: Uint8Array;
  /** `SHA256:…`, as ssh-keygen -l prints it. */
  readonly fingerprint: string;
  readonly key: KeyObject;
  /** A hardware key's application, `ssh:` by default; null for a key in a file. */
  readonly application: string | null;
}

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** OpenSSH's fingerprint of a public key blob. */
export function fingerprintOf(blob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}

/** Reads a public key's wire form; null for a type we do not know. Throws RangeError for a malformed one. */
export function publicKeyFromBlob(blob: Uint8Array): PublicKey | null {
  const reader = new SshReader(blob);
  const name = reader.text();
  const type = keyTypes.find((known) => known === name);
  if (type === undefined) return null;
  const isHardware = type.startsWith('sk-');
  let key: KeyObject;
  if (type.includes('ed25519')) {
    const x = reader.string();
    if (x.length !== 32) throw new RangeError('An Ed25519 key has 32 bytes');
    key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: base64url(x) } });
  } else {
    const curve = reader.text();
    const point = reader.string();
    if (curve !== 'nistp256' || point.length !== 65 || point[0] !== 4)
      throw new RangeError('A P-256 key has an uncompressed point of 65 bytes');
    const [x, y] = [base64url(point.subarray(1, 33)), base64url(point.subarray(33))];
    try {
      key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
    } catch (cause) {
      throw new RangeError('The point is not on the curve', { cause });
    }
  }
  const application = isHardware ? reader.text() : null;
  reader.end();
  return { type, blob, fingerprint: fingerprintOf(blob), key, application };
}

/** The wire form of an Ed25519 or P-256 key; null for another kind. */
export function blobOfKey(key: KeyObject): Uint8Array | null {
  const { crv, x, y } =
    key.asymmetricKeyType === 'ed25519' || key.asymmetricKeyType === 'ec' ? key.export({ format: 'jwk' }) : {};
  if (crv === 'Ed25519') return Buffer.concat([sshString('ssh-ed25519'), sshString(Buffer.from(x!, 'base64url'))]);
  if (crv !== 'P-256') return null;
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')]);
  return Buffer.concat([sshString('ecdsa-sha2-nistp256'), sshString('nistp256'), sshString(point)]);
}

/** A key as `authorized_keys` and `.pub` files write it, without a line end. */
export function publicLineOf(key: { readonly type: KeyType; readonly blob: Uint8Array }, comment: string): string {
  return `${key.type} ${Buffer.from(key.blob).toString('base64')}${comment === '' ? '' : ` ${comment}`}`;
}
