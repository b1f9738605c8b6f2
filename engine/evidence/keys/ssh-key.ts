import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { TallyError } from '../../../contract/problem.ts';
import { readOpensshPrivateKey } from './openssh-private-key.ts';
import { PassphraseError } from './passphrase-error.ts';
import { blobOfKey, fingerprintOf, type SoftwareKeyType } from './ssh-public-key.ts';

/** A key that signs. */
export interface PrivateKey {
  readonly type: SoftwareKeyType;
  readonly privateKey: KeyObject;
  readonly publicBlob: Uint8Array;
  /** `SHA256:…`, as ssh-keygen -l prints it. */
  readonly fingerprint: string;
  /** Empty for PKCS#8, which has none. */
  readonly comment: string;
}

/**
 * Reads an Ed25519 or ECDSA P-256 key: OpenSSH's private key format or PKCS#8 PEM, plain or with a passphrase.
 * Throws PassphraseError (`usage`) that says whether one is missing or wrong, `input_unsupported` for another type,
 * `input_malformed` for what is no key.
 */
export function readPrivateKey(bytes: Uint8Array, passphrase?: string): PrivateKey {
  const text = Buffer.from(bytes).toString('latin1');
  const { privateKey, comment } = text.includes('BEGIN OPENSSH PRIVATE KEY')
    ? readOpensshPrivateKey(text, passphrase)
    : { privateKey: readPem(text, passphrase), comment: '' };
  const publicBlob = blobOfKey(createPublicKey(privateKey));
  if (publicBlob === null) throw unsupported(privateKey.asymmetricKeyType ?? 'unknown');
  const type = privateKey.asymmetricKeyType === 'ed25519' ? 'ssh-ed25519' : 'ecdsa-sha2-nistp256';
  return { type, privateKey, publicBlob, fingerprint: fingerprintOf(publicBlob), comment };
}

function readPem(text: string, passphrase: string | undefined): KeyObject {
  const isEncrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/.test(text);
  if (isEncrypted && passphrase === undefined) throw new PassphraseError('missing');
  try {
    return createPrivateKey({ key: text, format: 'pem', ...(isEncrypted ? { passphrase } : {}) });
  } catch (cause) {
    if (isEncrypted) throw new PassphraseError('wrong', { cause });
    throw new TallyError('input_malformed', 'This is not a private key', '', 'Give an OpenSSH or PKCS#8 private key', {
      cause,
    });
  }
}

const unsupported = (type: string): TallyError =>
  new TallyError(
    'input_unsupported',
    `A key of type ${type} cannot sign here`,
    '',
    'Use an Ed25519 or ECDSA P-256 key',
  );
