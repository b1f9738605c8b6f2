import { createHash, X509Certificate } from 'node:crypto';
import { isIssued } from './certificates-inside.ts';
import { inside, readDer, tags } from './der.ts';
import type { Timestamp } from './read-timestamp.ts';

const timeStamping = '1.3.6.1.5.5.7.3.8';
/** The extension's identifier, and that it is critical. */
const criticalPurpose = Buffer.from('0603551d250101ff', 'hex');
const longestChain = 8;

/** The certificate that the response says it is signed with; undefined where it is not among these. */
export function namedSigner({ signer }: Timestamp, among: readonly X509Certificate[]): X509Certificate | undefined {
  return among.find(({ raw }) => createHash(signer.hash).update(raw).digest().equals(signer.digest));
}

/** Whether the response names the certificate by its issuer and number too, as it must. */
export function isNamedAlike({ signer }: Timestamp, certificate: X509Certificate): boolean {
  const [about] = inside(readDer(certificate.raw), tags.sequence);
  const [, serial, , issuer] = inside(about, tags.sequence);
  if (serial === undefined || issuer === undefined) return false;
  return Buffer.concat([issuer.whole, serial.whole]).equals(signer.issued);
}

/**
 * Why that certificate is not trusted to tell the time, as what follows "an authority that"; null where it is. `came`
 * are those that came with the response.
 */
export function whyNotTrusted(
  signer: X509Certificate,
  time: Date,
  trusted: readonly X509Certificate[],
  came: readonly X509Certificate[],
): string | null {
  if (!isForTimeAlone(signer)) return 'has a certificate for something else';
  return chainTo(signer, trusted, [...trusted, ...came], time);
}

/** RFC 3161, section 2.3: for time-stamping and nothing else, and the extension that says so is critical. */
function isForTimeAlone({ keyUsage, raw }: X509Certificate): boolean {
  const purposes = keyUsage as readonly string[] | undefined;
  return purposes?.length === 1 && purposes[0] === timeStamping && raw.includes(criticalPurpose);
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
    const issuer = all.find((other) => isIssued(link, other));
    if (issuer === undefined) return 'you did not name';
    link = issuer;
  }
  return 'you did not name';
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
