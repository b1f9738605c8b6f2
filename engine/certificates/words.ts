import type { Certificate } from '../../contract/certificate.ts';
import type { JudgedSignature } from './judge-signature.ts';
import { algorithmWord, isWeak, type Algorithm } from './manifest.ts';

/**
 * Three things are said of a certificate and never mixed: that bytes match a manifest, that rows recompute to a root,
 * and where it came from. Only a trusted signature, or a hand that gave it, makes it more than integrity; what was not
 * checked shows not even that.
 */
export function provenance(
  came: Certificate['came'],
  signature: JudgedSignature,
  result: Certificate['result'],
): string {
  if (signature.state === 'trusted') return signature.words;
  const worth = result === 'not_checked' ? '' : ': integrity, not authenticity';
  const from = {
    inside: `it came inside the same export${worth}`,
    beside: `it lay beside the export${worth}`,
    given: 'it was given by hand',
  }[came];
  return signature.words === '' ? from : `${signature.words}; ${from}`;
}

export const sentence = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ');

/** `3 of 4 files match SHA256SUMS` */
export const matchWords = (matching: number, listed: number, name: string): string =>
  `${matching} of ${listed} ${listed === 1 ? 'file matches' : 'files match'} ${name}`;

/** `DIFFERS: a.csv, b.csv`; nothing for none. The certificate's own lists hold all of them. */
export const namesWords = (what: string, names: readonly string[]): string =>
  names.length === 0
    ? ''
    : `${what}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;

/** `SHA-256 and MD5`; what the weak ones are worth is said where there is no other. */
export function byAlgorithms(algorithms: readonly Algorithm[]): string {
  const once = [...new Set(algorithms)].sort((a, b) => Number(isWeak(a)) - Number(isWeak(b)));
  const named = once.map(algorithmWord).join(' and ');
  return once.every(isWeak) ? `${named}, which guards against accidents alone` : named;
}

/** A bag is all of its manifests. */
export const calledIn = ({ name, kind }: Pick<Certificate, 'name' | 'kind'>): string =>
  kind === 'bagit' ? `the bag of ${name}` : name;
