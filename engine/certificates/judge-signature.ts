import type { Certificate } from '../../contract/certificate.ts';
import { principalsFor, type AllowedSigners } from '../evidence/signing/allowed-signers.ts';
import { preAuthenticationEncoding } from '../evidence/keys/dsse.ts';
import { verifyRaw } from '../evidence/keys/raw-signature.ts';
import { fingerprintOf, publicKeyFromBlob } from '../evidence/keys/ssh-public-key.ts';
import { verifySshSignature } from '../evidence/keys/sshsig.ts';
import type { SignedEnvelope } from './statement.ts';

/** Whom the person who asks trusts, and as of when; null: nobody was named. */
export interface CertificateTrust {
  readonly allowed: AllowedSigners | null;
  readonly at: Date;
}

export interface JudgedSignature {
  readonly state: Certificate['signature'];
  /** Who signed, where that is trusted. */
  readonly by: string | null;
  /** As part of a sentence; empty where nothing is signed. */
  readonly words: string;
}

/** What `ssh-keygen -Y sign` calls a signature over a file; what a key must be allowed to sign here. */
const namespace = 'file';

export const unsigned: JudgedSignature = { state: 'none', by: null, words: '' };
const refused = (why: string): JudgedSignature => ({ state: 'refused', by: null, words: `its signature ${why}` });

/** An OpenSSH signature over a certificate's bytes, as `ssh-keygen -Y verify -n file` judges it. */
export function judgeDetached(bytes: Uint8Array, signature: Uint8Array, trust: CertificateTrust): JudgedSignature {
  const judged = verifySshSignature(bytes, namespace, signature);
  if (!judged.valid) return refused(judged.why);
  const { fingerprint, blob } = judged.publicKey;
  if (trust.allowed === null)
    return {
      state: 'not_judged',
      by: null,
      words: `its signature, by the key ${fingerprint}, is not judged: no allowed signers were given`,
    };
  const names = principalsFor(trust.allowed, blob, namespace, trust.at);
  if (names.length === 0) return refused(`is by the key ${fingerprint}, which no allowed signer has`);
  return signedBy(names, fingerprint);
}

/** The signatures of a DSSE envelope: one of them by an allowed signer is what it takes. */
export function judgeEnvelope(
  { payloadType, payload, signatures }: SignedEnvelope,
  trust: CertificateTrust,
): JudgedSignature {
  if (signatures.length === 0) return unsigned;
  if (trust.allowed === null)
    return { state: 'not_judged', by: null, words: 'its signature is not judged: no allowed signers were given' };
  const signed = preAuthenticationEncoding(payloadType, payload);
  for (const { blob } of trust.allowed.signers) {
    const names = principalsFor(trust.allowed, blob, namespace, trust.at);
    const key = names.length === 0 ? null : publicKeyFromBlob(blob);
    if (key?.application === null && signatures.some((signature) => verifyRaw(signed, key.key, signature, 'der')))
      return signedBy(names, fingerprintOf(blob));
  }
  return refused('is by no allowed signer, or not over these bytes');
}

const signedBy = (names: readonly string[], fingerprint: string): JudgedSignature => {
  const by = [...new Set(names)].join(', ');
  return { state: 'trusted', by, words: `its signature is by ${by} (${fingerprint})` };
};
