import type { Certificate } from '../../contract/certificate.ts';
import type { CsvOptions } from '../snapshot/csv/csv-options.ts';
import type { ScannedFile } from '../snapshot/files/input-file.ts';
import type { AccountColumn } from './ethereum/account.ts';
import type { StateRoot } from './ethereum/state-root.ts';
import type { FoundCertificate } from './find-certificates.ts';
import type { DataFile, Digests } from './judge-manifest.ts';
import type { CertificateTrust, JudgedSignature } from './judge-signature.ts';
import { provenance, sentence } from './words.ts';

/** What a certificate says of a data file. */
export interface FileSaid {
  readonly result: Certificate['result'];
  readonly words: string;
}

/** A certificate as it fared, and what it says of each data file, by the file's name. */
export interface Judged {
  readonly certificate: Certificate;
  readonly files: ReadonlyMap<string, FileSaid>;
}

export interface CertifiedTable {
  readonly csv: CsvOptions;
  readonly files: readonly ScannedFile[];
}

/** What certificates are judged by. */
export interface JudgeContext {
  /** The side's path, real and absolute: a file or a folder. */
  readonly path: string;
  readonly tables: readonly CertifiedTable[];
  readonly data: readonly DataFile[];
  readonly trust: CertificateTrust;
  /** The bytes of the side's own fingerprint; null where it has none, undefined where no plan says what it would be. */
  readonly fingerprint: Uint8Array | null | undefined;
  readonly digests: Digests;
  /** Computes a state root over a table's rows. */
  readonly stateRoot: (table: CertifiedTable, columns: ReadonlyMap<AccountColumn, string>) => Promise<StateRoot>;
}

type Fields = Partial<Omit<Certificate, 'words' | 'signature'>> & Pick<Certificate, 'about' | 'result'>;

/** Puts a certificate together; `parts` become its sentence, with where it came from at the end. */
export function certificateOf(
  { name, kind, came }: FoundCertificate,
  bytes: { readonly sha256: string } | null,
  signature: JudgedSignature,
  parts: readonly string[],
  fields: Fields,
): Certificate {
  return {
    name,
    kind,
    came,
    sha256: bytes?.sha256 ?? null,
    listed: '0',
    matching: '0',
    differing: [],
    missing: [],
    unlisted: [],
    signature: signature.state,
    words: sentence([...parts, provenance(came, signature, fields.result)]),
    ...fields,
  };
}

/** The same short text for every data file. */
export const ofEvery = (
  data: readonly DataFile[],
  result: Certificate['result'],
  words: string,
): ReadonlyMap<string, FileSaid> => new Map(data.map(({ name }) => [name, { result, words }]));
