import { posix } from 'node:path';
import type { CertificateKind } from '../../contract/certificate.ts';
import { fileFormat } from '../snapshot/files/file-format.ts';
import { algorithmNamed, type Algorithm } from './manifest.ts';

const fixed: Readonly<Record<string, CertificateKind>> = {
  'bagit.txt': 'bagit',
  'datapackage.json': 'datapackage',
  backup_manifest: 'backup_manifest',
  'tallystick-root.json': 'published_root',
};

/** Kinds of signature, time stamp and checksum that are known to exist and are not judged here. */
const unknownEnding =
  /\.(sig|asc|gpg|pgp|p7[sm]|minisig|sigstore|sigstore\.json|bundle|intoto\.jsonl?|tsr|ots|sfv|par2|crc|b2sums?|b3sums?|blake3|sha3-?\d*)$/i;
const unknownWord = /(checksum|manifest|digest|sums\b|signature|attestation)/i;

/** What a file is by its name, where it could be a certificate of others; null where it is none. */
export function classify(name: string): CertificateKind | null {
  const base = posix.basename(name);
  if (Object.hasOwn(fixed, base)) return fixed[base]!;
  if (fileFormat(base, false) !== null) return null;
  if (/\.fingerprint\.json$/i.test(base)) return 'fingerprint';
  if (/\.dsse(\.json)?$/i.test(base)) return 'dsse';
  if (sumsAlgorithm(base) !== null) return 'sums';
  return unknownEnding.test(base) || unknownWord.test(base) ? 'unknown' : null;
}

/** The algorithm that a list of digests has in its name, and whether it is of one file alone; null for another name. */
export function sumsAlgorithm(name: string): { readonly algorithm: Algorithm; readonly partial: boolean } | null {
  const base = posix.basename(name);
  const whole = /^(sha-?\d+|md5)sums?(\.txt)?$/i.exec(base)?.[1];
  const own = /\.(sha-?\d+|md5)(sums?)?(\.txt)?$/i.exec(base)?.[1];
  const algorithm = algorithmNamed(whole ?? own ?? '');
  return algorithm === undefined ? null : { algorithm, partial: whole === undefined };
}

/** Files that are part of a bag's own certificate, and none by themselves. */
export const isBagTag = (base: string): boolean => /^((tag)?manifest-[a-z0-9]+|bag-info|fetch)\.txt$/i.test(base);
