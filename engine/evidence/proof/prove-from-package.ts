import { sides } from '../../../contract/side.ts';
import { digestBytes } from '../../tree/hashes.ts';
import { readListings } from '../../tree/listings-file.ts';
import { LineReader } from '../checks/line-reader.ts';
import { readDifference } from '../differences/read-difference.ts';
import { chosenRow, makeProof, placeOfKey, rowsOfKey } from './make-proof.ts';
import type { Provable } from './provable.ts';

/** Nothing but the side's export can show it; why is a sentence. */
export interface NeedsExport {
  readonly needsExport: string;
}

/** Proves a key of a bucket that differs from the package alone. `row` chooses among rows of one key by row digest. */
export async function proveFromPackage(
  provable: Provable,
  key: string,
  row: string | null,
): Promise<NeedsExport | Awaited<ReturnType<typeof makeProof>>> {
  const { keyDigest, bucket } = await placeOfKey(provable, key);
  const leaves = await Promise.all(
    sides.map((side) =>
      provable.files.one(`${provable.tableFolder}/${side}.buckets`, (file) =>
        Buffer.from(file.at(bucket * digestBytes, digestBytes)).toString('hex'),
      ),
    ),
  );
  if (leaves[0] === leaves[1])
    return { needsExport: `Bucket ${bucket} does not differ, so the package does not list its rows` };
  const listing = await listingOf(provable, bucket);
  const chosen = chosenRow(rowsOfKey(listing, keyDigest), row);
  const record = chosen === null ? null : await recordOf(provable, keyDigest, chosen);
  if (chosen !== null && record === null)
    return { needsExport: 'The row is equal on both sides, so the package holds its digest and not its record' };
  return makeProof(provable, { key, record, bucket, listing });
}

async function listingOf({ files, side, table, tableFolder }: Provable, bucket: number): Promise<Uint8Array> {
  const name = `${tableFolder}/${side}.listings`;
  return files.one(name, async (file) => {
    for await (const found of readListings(file.pieces(), table.depth, name))
      if (found.bucket === bucket) return Uint8Array.from(found.listing);
    return new Uint8Array(0);
  });
}

/** The record of a row that the differences list, by its digests. */
async function recordOf(
  { files, side, table }: Provable,
  keyDigest: string,
  rowDigest: string,
): Promise<string | null> {
  return files.one('differences.ndjson', (file) => {
    const lines = new LineReader(file);
    for (let text = lines.next(); text !== null; text = lines.next()) {
      if (!text.includes(rowDigest)) continue;
      const { table: name, keyDigest: own, [side]: there } = readDifference(text, lines.where);
      if (name === table.name && own === keyDigest && there?.digest === rowDigest) return there.record;
    }
    return null;
  });
}
