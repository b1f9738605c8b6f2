import { z } from 'zod';

const count = z.string().regex(/^(0|[1-9][0-9]*)$/);

const certificateKinds = [
  'sums',
  'bagit',
  'datapackage',
  'backup_manifest',
  'dsse',
  'fingerprint',
  'published_root',
  'unknown',
] as const;

/** What came with an export to vouch for it, and how it fared (docs/certificates.md). */
export const certificateSchema = z.strictObject({
  /** Relative to the side's folder; one given by hand from elsewhere goes by its own name. */
  name: z.string(),
  kind: z.enum(certificateKinds),
  /** Of the certificate's own bytes; null where they were not read. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** `inside` the export, `beside` it, or `given` by hand: who had the data could have written the first two. */
  came: z.enum(['inside', 'beside', 'given']),
  /** Of what it speaks: the files' bytes, or what the rows come to; null where that is not known. */
  about: z.enum(['bytes', 'rows']).nullable(),
  result: z.enum(['holds', 'fails', 'not_checked']),
  /** All of it in one sentence, without a final stop. */
  words: z.string(),
  /** Files it lists, and how many of them match. */
  listed: count,
  matching: count,
  differing: z.array(z.string()),
  missing: z.array(z.string()),
  /** Files that are read as data and that it does not list. */
  unlisted: z.array(z.string()),
  signature: z.enum(['none', 'trusted', 'not_judged', 'refused']),
});
export type Certificate = z.infer<typeof certificateSchema>;
export type CertificateKind = Certificate['kind'];
