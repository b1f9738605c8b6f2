import { createHash, verify, type X509Certificate } from 'node:crypto';
import { readCertificates, standingOf } from './certificates-inside.ts';
import { isNamedAlike, namedSigner, whyNotTrusted } from './trusted-signer.ts';
import { readTimestamp, type Timestamp } from './read-timestamp.ts';

export type TimestampVerdict =
  /** An authority that the auditor named says that the bytes were there at this time. */
  | { readonly kind: 'trusted'; readonly time: Date; readonly authority: string }
  /** It is over the bytes, and nobody vouches for it. `why` is a sentence without a final stop. */
  | { readonly kind: 'untrusted'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * RFC 3370: RSA is named as such, the digest's algorithm beside it. The names that say both are not taken: they differ
 * in one byte that nobody signed, and a changed byte must show.
 */
const signatureHashes: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.1': null,
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

export const notOverThat = 'is not over that file';

/** What `openssl ts -verify -data FILE -in RESPONSE -CAfile AUTHORITIES` says of an RFC 3161 response. */
export function judgeTimestamp(
  response: Uint8Array,
  stamped: Uint8Array,
  authorities: readonly X509Certificate[],
): TimestampVerdict {
  let timestamp: Timestamp;
  let came: X509Certificate[];
  try {
    timestamp = readTimestamp(response);
    came = readCertificates(timestamp.certificates);
  } catch (error) {
    if (error instanceof RangeError)
      return { kind: 'refused', why: `is no time-stamp response that was granted: ${error.message}` };
    throw error;
  }
  const { time, imprint, info, attributesDigest, digestHash } = timestamp;
  if (!equals(digest(imprint.hash, stamped), imprint.digest)) return { kind: 'refused', why: notOverThat };
  if (!equals(digest(digestHash, info), attributesDigest))
    return { kind: 'refused', why: 'holds another time than its signature covers' };
  const at = time.toISOString().replace('.000Z', 'Z');
  const signer = namedSigner(timestamp, came.length > 0 ? came : authorities);
  // Whoever is trusted: what does not hold by its own certificate is damaged or made up.
  if (signer === undefined && came.length > 0)
    return { kind: 'refused', why: 'does not hold the certificate that it names' };
  if (signer !== undefined && !(isNamedAlike(timestamp, signer) && isSignedBy(timestamp, signer)))
    return { kind: 'refused', why: 'is not signed by the authority that it names' };
  const beside = besideSigner(came, signer, authorities);
  if (beside.damaged !== undefined)
    return { kind: 'refused', why: `holds a certificate that its issuer did not sign, of ${nameOf(beside.damaged)}` };
  const untrusted = (why: string) => ({ kind: 'untrusted', why: `says ${at}, by an authority that ${why}` }) as const;
  if (authorities.length === 0) return untrusted('you did not name');
  if (signer === undefined) return untrusted('sent no certificate');
  const why = whyNotTrusted(signer, time, authorities, came);
  if (why !== null) return untrusted(why);
  if (beside.unvouched !== undefined)
    return {
      kind: 'refused',
      why: `holds a certificate of ${nameOf(beside.unvouched)} for which nobody vouches whom you named: name its issuer too`,
    };
  return { kind: 'trusted', time, authority: nameOf(signer) };
}

/** Of the certificates that came along the first that is damaged, and the first whose issuer is not there. */
function besideSigner(
  came: readonly X509Certificate[],
  signer: X509Certificate | undefined,
  authorities: readonly X509Certificate[],
): { readonly damaged?: X509Certificate | undefined; readonly unvouched?: X509Certificate | undefined } {
  const others = came.filter((one) => one !== signer && !authorities.some(({ raw }) => raw.equals(one.raw)));
  const standings = others.map((one) => ({ one, standing: standingOf(one, [...authorities, ...came]) }));
  const first = (wanted: string) => standings.find(({ standing }) => standing === wanted)?.one;
  return { damaged: first('damaged'), unvouched: first('unvouched') };
}

function isSignedBy({ signatureOid, digestHash, attributes, signature }: Timestamp, signer: X509Certificate): boolean {
  const known = signatureHashes[signatureOid];
  if (known === undefined) return false;
  try {
    return verify(known ?? digestHash, attributes, signer.publicKey, signature);
  } catch {
    return false; // a signature that is no signature at all
  }
}

const nameOf = ({ subject }: X509Certificate): string => subject.replaceAll('\n', ', ');
const digest = (hash: string, bytes: Uint8Array): Uint8Array => createHash(hash).update(bytes).digest();
const equals = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
