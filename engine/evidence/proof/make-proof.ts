import { TallyError } from '../../../contract/problem.ts';
import { bucketOf, entryBytes } from '../../tree/bucket.ts';
import { digestBytes, loadHash } from '../../tree/hashes.ts';
import { join } from 'node:path';
import { LeafPaths } from './leaf-path.ts';
import { proofBytes, proofType, type Proof } from './proof.ts';
import type { Provable } from './provable.ts';
import { verifyProof } from './verify-proof.ts';

/** The most entries of a bucket that a proof shows: 64 MiB of listing. */
const mostEntries = 1 << 20;

/** The bucket of a key, and its digest, in hex. */
export async function placeOfKey({ report, table }: Provable, key: string) {
  const digest = (await loadHash(report.hash)).digest(Buffer.from(key, 'utf8'));
  return { keyDigest: Buffer.from(digest).toString('hex'), bucket: bucketOf(digest, table.depth) };
}

/** Row digests of a key in the listing of its bucket, each once, in ascending order. */
export function rowsOfKey(listing: Uint8Array, keyDigest: string): string[] {
  const rows = new Set<string>();
  for (let at = 0; at < listing.length; at += entryBytes) {
    const entry = Buffer.from(listing.subarray(at, at + entryBytes)).toString('hex');
    if (entry.startsWith(keyDigest)) rows.add(entry.slice(2 * digestBytes));
  }
  return [...rows];
}

/** The one row that is meant, null where the key is absent; a key of several rows must say which. */
export function chosenRow(rows: readonly string[], wanted: string | null): string | null {
  if (wanted !== null && !rows.includes(wanted))
    throw new TallyError(
      'usage',
      rows.length === 0 ? 'The key is absent, so it has no such row' : 'The key has no row with this digest',
      wanted,
    );
  if (wanted !== null || rows.length < 2) return wanted ?? rows[0] ?? null;
  throw new TallyError(
    'usage',
    `The key stands in ${rows.length} rows that differ`,
    '',
    `Say which with --row: ${rows.slice(0, 20).join(', ')}${rows.length > 20 ? ' …' : ''}`,
  );
}

/** The proof's bytes, once they have been verified as anybody would. `record` is null where the key is absent. */
export async function makeProof(
  provable: Provable,
  claim: {
    readonly key: string;
    readonly record: string | null;
    readonly bucket: number;
    readonly listing: Uint8Array;
  },
): Promise<{ readonly proof: Proof; readonly bytes: Uint8Array }> {
  const { report, side, fingerprint, identity, table, folder } = provable;
  const entries = claim.listing.length / entryBytes;
  if (entries > mostEntries)
    throw new TallyError(
      'usage',
      `The bucket holds ${entries} entries, and a proof shows ${mostEntries} at most`,
      `table "${table.name}", depth ${table.depth}`,
      'Give the table a greater depth in the plan and reconcile again',
    );
  const paths = new LeafPaths(join(folder, `${side}.buckets`), table.depth, await loadHash(report.hash));
  const { path } = await paths.of(claim.bucket);
  const proof: Proof = {
    bucket: String(claim.bucket),
    claim: claim.record === null ? 'absent' : 'included',
    fingerprint,
    identity,
    key: claim.key,
    listing: Buffer.from(claim.listing).toString('base64'),
    path: path.map((step) => Buffer.from(step).toString('hex')),
    record: claim.record,
    table: table.name,
    type: proofType,
  };
  const bytes = proofBytes(proof);
  const { checks } = await verifyProof(bytes, 'proof');
  const failed = checks.find(({ result }) => result !== 'passed');
  if (failed !== undefined)
    throw new TallyError(
      'evidence_unsound',
      `The package proves nothing of this key: ${failed.why}`,
      provable.tableFolder,
      'tallystick verify says what else is not sound',
    );
  return { proof, bytes };
}
