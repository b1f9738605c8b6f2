import { closeSync, openSync, readSync } from 'node:fs';
import { sides } from '../../contract/side.ts';
import type { PackageWriter } from '../evidence/package-writer.ts';
import { writeChunks } from '../evidence/write-chunks.ts';
import type { ComparedTable } from './compare-table.ts';
import type { HashPool } from './hash-pool.ts';
import { denseLeaves, type LeavesFile } from './leaves-file.ts';
import { settle } from './settle.ts';

export interface TreeRequest {
  readonly leaves: readonly LeavesFile[];
  readonly listings: readonly string[];
  /** Paths of the two files in the package. */
  readonly out: { readonly buckets: string; readonly listings: string };
}

export interface TreeDigests {
  readonly buckets: string;
  readonly listings: string;
}

/** Writes one side's leaf hashes and listings into the package (formats.md section 8); their SHA-256. */
export const writeTree = ({ leaves, listings, out }: TreeRequest): TreeDigests => ({
  buckets: writeChunks(out.buckets, denseLeaves(leaves)),
  listings: writeChunks(out.listings, chunksOf(listings)),
});

/** The same of every table and side, in workers. */
export async function writeTrees(
  writer: PackageWriter,
  tables: readonly { readonly compared: ComparedTable }[],
  pool: HashPool,
): Promise<void> {
  const trees = tables.flatMap(({ compared }, i) =>
    sides.map(async (side) => {
      const name = `tables/${String(i + 1).padStart(4, '0')}/${side}`;
      const out = { buckets: writer.place(`${name}.buckets`), listings: writer.place(`${name}.listings`) };
      const tree = { leaves: compared.leaves[side], listings: compared.listings[side], out };
      const digests = await pool.run('tree', tree);
      writer.adopt(`${name}.buckets`, digests.buckets);
      writer.adopt(`${name}.listings`, digests.listings);
    }),
  );
  await settle(trees);
}

/** The bytes of files laid end to end; a chunk is void when the next is asked for. */
function* chunksOf(paths: readonly string[]): Generator<Uint8Array> {
  const chunk = Buffer.allocUnsafe(1 << 20);
  for (const path of paths) {
    const fd = openSync(path, 'r');
    try {
      for (let got = readSync(fd, chunk); got > 0; got = readSync(fd, chunk)) yield chunk.subarray(0, got);
    } finally {
      closeSync(fd);
    }
  }
}
