import { createHash, X509Certificate } from 'node:crypto';
import type { Timestamp } from './read-timestamp.ts';

const timeStamping = '1.3.6.1.5.5.7.3.8';
const longestChain = 8;

/** The certificate that signed, if a chain leads from it to one that is trusted; else why not, as what follows "an authority that". */
export function trustedSigner(timestamp: Timestamp, trusted: readonly X509Certificate[]): X509Certificate | string {
  const { signer, time } = timestamp;
  const all = [...trusted, ...certificatesIn(timestamp)];
  const found = all.find(({ raw }) => createHash(signer.hash).update(raw).digest().equals(signer.digest));
  if (found === undefined) return 'sent no certificate';
  const keyUsage = found.keyUsage as readonly string[] | undefined;
  if (keyUsage?.includes(timeStamping) !== true) return 'has a certificate for something else';
  return chainTo(found, trusted, all, time) ?? found;
}

/** Null where the chain ends at a trusted certificate, and each link was valid at that time. */
function chainTo(
  from: X509Certificate,
  trusted: readonly X509Certificate[],
  all: readonly X509Certificate[],
  time: Date,
): string | null {
  let link = from;
  for (let i = 0; i < longestChain; i++) {
    if (time < new Date(link.validFrom) || time > new Date(link.validTo)) return 'had no valid certificate then';
    if (trusted.some(({ raw }) => raw.equals(link.raw))) return null;
    const issuer = all.find((other) => other.ca && isIssued(link, other));
    if (issuer === undefined) return 'you did not name';
    link = issuer;
  }
  return 'you did not name';
}

function isIssued(certificate: X509Certificate, by: X509Certificate): boolean {
  try {
    return certificate.checkIssued(by) && certificate.verify(by.publicKey);
  } catch {
    return false; // a key of a kind that cannot verify
  }
}

function certificatesIn({ certificates }: Timestamp): X509Certificate[] {
  return certificates.flatMap((der) => {
    try {
      return new X509Certificate(der);
    } catch {
      return [];
    }
  });
}

/** The certificates of a PEM file, as `-CAfile` takes it; null where one of them is none. */
export function parseAuthorities(pem: string): X509Certificate[] | null {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return null;
  }
}
