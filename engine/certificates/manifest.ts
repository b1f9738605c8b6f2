/** A file as a manifest lists it. */
export interface Listed {
  /** Relative to the manifest's base, with `/`, unescaped; judged by insidePath. */
  readonly name: string;
  readonly algorithm: Algorithm;
  /** Lower-case hex. */
  readonly digest: string;
  readonly bytes: bigint | null;
}

/** What a certificate of the files' bytes says, whatever its format. */
export interface Manifest {
  readonly files: readonly Listed[];
  /** What is wrong with the manifest itself, each the middle of a sentence. Any of them makes it fail. */
  readonly faults: readonly string[];
  /** What else a reader must know: what it names and nobody compared. */
  readonly remarks: readonly string[];
  /** A file beside the export that it does not list is none of its business: `accounts.csv.sha256`. */
  readonly partial: boolean;
}

export const algorithms = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'crc32c'] as const;
export type Algorithm = (typeof algorithms)[number];

const hexDigits: Readonly<Record<Algorithm, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
  crc32c: 8,
};

const words: Readonly<Record<Algorithm, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
  crc32c: 'CRC-32C',
};
export const algorithmWord = (algorithm: Algorithm): string => words[algorithm];

/** Somebody who wants two files with one such digest can make them. */
export const isWeak = (algorithm: Algorithm): boolean => ['md5', 'sha1', 'crc32c'].includes(algorithm);

/** `SHA-256`, `sha256`, `SHA2-256` as one; undefined for what is not known here. */
export function algorithmNamed(name: string): Algorithm | undefined {
  const plain = name
    .toLowerCase()
    .replace(/^sha2-/, 'sha')
    .replaceAll('-', '');
  return algorithms.find((known) => known === plain);
}

export const isDigest = (text: string, algorithm: Algorithm): boolean =>
  text.length === hexDigits[algorithm] && /^[0-9a-f]+$/i.test(text);
