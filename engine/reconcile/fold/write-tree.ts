import { sides, type Side } from '../../../contract/side.ts';
import type { PackageWriter } from '../../evidence/package-writer.ts';
import { writeChunks } from '../../evidence/write-chunks.ts';
import type { ComparedTable } from './compare-table.ts';
import { digestFile } from '../run/digest-file.ts';
import type { HashPool } from '../run/hash-pool.ts';
import { denseLeaves, type LeavesFile } from './leaves-file.ts';
import type { ListingFiles } from './listing-turns.ts';
import { settle } from '../run/settle.ts';

export interface TreeRequest {
  readonly leaves: readonly LeavesFile[];
  /** Paths of the two files in the package; the listings are there already. */
  readonly out: { readonly buckets: string; readonly listings: string };
}

export interface TreeDigests {
  readonly buckets: string;
  readonly listings: string;
}

/** Where the package has a table's leaf hashes and listings (formats.md section 8). */
const treeName = (table: number, side: Side, what: 'buckets' | 'listings'): string =>
  `tables/${String(table + 1).padStart(4, '0')}/${side}.${what}`;

/** Where the listings of a table go, by its index. `out` is the package's folder as its user named it. */
export const listingsIn =
  (writer: PackageWriter, out: string) =>
  (table: number): ListingFiles => {
    const path = (side: Side): string => writer.place(treeName(table, side, 'listings'));
    return { paths: { source: path('source'), target: path('target') }, package: out };
  };

/** Writes one side's leaf hashes into the package; their SHA-256, and that of its listings. */
export const writeTree = async ({ leaves, out }: TreeRequest): Promise<TreeDigests> => ({
  buckets: writeChunks(out.buckets, denseLeaves(leaves)),
  listings: await digestFile(out.listings),
});

/** The same of every table and side, in workers. */
export async function writeTrees(
  writer: PackageWriter,
  tables: readonly { readonly compared: ComparedTable }[],
  pool: HashPool,
): Promise<void> {
  const trees = tables.flatMap(({ compared }, i) =>
    sides.map(async (side) => {
      const [buckets, listings] = [treeName(i, side, 'buckets'), treeName(i, side, 'listings')];
      const out = { buckets: writer.place(buckets), listings: writer.place(listings) };
      const digests = await pool.run('tree', { leaves: compared.leaves[side], out });
      writer.adopt(buckets, digests.buckets);
      writer.adopt(listings, digests.listings);
    }),
  );
  await settle(trees);
}
