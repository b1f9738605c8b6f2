import { z } from 'zod';
import { certificateSchema } from './certificate.ts';
import { count } from './fields.ts';

export const columnProfileView = z.strictObject({
  name: z.string(),
  nulls: count,
  distinct: count,
  minimum: z.string().nullable(),
  maximum: z.string().nullable(),
  /** Twelve or fewer bins, and what each covers. */
  histogram: z.array(z.strictObject({ from: z.string(), to: z.string(), rows: count })),
  top: z.array(z.strictObject({ value: z.string().nullable(), rows: count })),
});

export const snapshotTableView = z.strictObject({
  name: z.string(),
  files: z.array(
    z.strictObject({
      name: z.string(),
      bytes: count,
      sha256: z.string().nullable(),
      rows: count.nullable(),
      /** What the certificates of its side say of it; null where they were not judged. */
      certificate: z
        .strictObject({ result: z.enum(['holds', 'fails', 'not_checked', 'none']), words: z.string() })
        .nullable(),
    }),
  ),
  rows: count.nullable(),
  columns: z.array(columnProfileView),
});

/** While an export is read: the files that were met, in one table without a name, digests as they are computed. */
export const snapshotSideView = z.strictObject({
  name: z.string(),
  tables: z.array(snapshotTableView),
  notData: z.array(z.string()),
  /** What came with it to vouch for it; null where it was not judged, or no longer by what is given now. */
  certificates: z.array(certificateSchema).nullable(),
});

/** What people gave to judge certificates by; the page knows it by names alone. */
export const vouchingView = z.strictObject({
  /** Whose signatures count, and what of the list cannot be read, a sentence each. */
  trust: z.strictObject({ name: z.string(), problems: z.array(z.string()) }).nullable(),
  /** Certificates that do not lie in an export or beside it. */
  given: z.strictObject({ source: z.array(z.string()), target: z.array(z.string()) }),
});

export const snapshotsView = z.strictObject({
  source: snapshotSideView,
  target: snapshotSideView,
  vouching: vouchingView,
});
