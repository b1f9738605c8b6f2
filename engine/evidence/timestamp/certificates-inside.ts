import { X509Certificate } from 'node:crypto';
import { contentOf, inside, readDer, tags } from './der.ts';
import { keyIdentifiers } from './key-identifiers.ts';

/** The certificates that came with a response; RangeError where one of them is none, or is not in its one form. */
export function readCertificates(ders: readonly Uint8Array[]): X509Certificate[] {
  return ders.map((der) => {
    // X.509 signs all but its own signature, of which OpenSSL overlooks how many bits do not count.
    if (contentOf(inside(readDer(der), tags.sequence).at(-1), tags.bits)[0] !== 0)
      throw new RangeError('a certificate is not whole');
    try {
      const certificate = new X509Certificate(der);
      if (certificate.raw.equals(der)) return certificate;
    } catch {
      // said below
    }
    throw new RangeError('a certificate is not whole');
  });
}

/**
 * Whether a certificate is as its issuer signed it: `damaged` where its issuer is there, or should be told by its key,
 * and did not sign it. A changed byte leaves one of the two names of an issuer (RFC 5280 asks for both) as it was.
 */
export function standingOf(
  certificate: X509Certificate,
  all: readonly X509Certificate[],
): 'vouched' | 'damaged' | 'unvouched' {
  const { issuers } = keyIdentifiers(certificate.raw);
  const named = all.filter(
    (other) => other.subject === certificate.issuer || (issuers !== null && keyIdentifiers(other.raw).own === issuers),
  );
  if (named.some((other) => isIssued(certificate, other))) return 'vouched';
  return named.length > 0 || issuers === null ? 'damaged' : 'unvouched';
}

/** Whether that certificate's key signed this one, and it may. */
export function isIssued(certificate: X509Certificate, by: X509Certificate): boolean {
  try {
    return by.ca && certificate.checkIssued(by) && certificate.verify(by.publicKey);
  } catch {
    return false; // a key of a kind that cannot verify
  }
}
