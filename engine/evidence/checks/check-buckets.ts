import { sides, type BySide } from '../../../contract/side.ts';
import { digestBytes, type Hash } from '../../tree/hashes.ts';
import type { FileBytes } from './file-bytes.ts';
import { demand } from './judge.ts';
import { LeafFold } from './leaf-fold.ts';
import type { Pace } from './pace.ts';
import type { TableShape } from './table-shape.ts';

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** The leaf hashes of one table are as many as its depth says, rebuild both roots, and differ as often as reported. */
export async function checkBuckets(
  { name, report }: TableShape,
  leaves: BySide<FileBytes>,
  hash: Hash,
  pace: Pace,
): Promise<void> {
  const buckets = 2 ** report.depth;
  for (const side of sides)
    demand(
      leaves[side].size === buckets * digestBytes,
      `The file does not hold ${buckets} leaf hashes`,
      leaves[side].name,
    );
  const folds = { source: new LeafFold(hash), target: new LeafFold(hash) };
  let differing = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const [source, target] = [leafAt(leaves.source, bucket), leafAt(leaves.target, bucket)];
    folds.source.add(source);
    folds.target.add(target);
    if (!sameBytes(source, target)) differing++;
    if (pace.due) await pace.breathe();
  }
  for (const side of sides)
    demand(
      folds[side].root() === report.roots[side],
      `The leaf hashes do not make the ${side}'s root of table ${name}`,
      leaves[side].name,
    );
  demand(
    String(differing) === report.bucketsDiffering,
    `${differing} buckets of table ${name} differ, and report.json says ${report.bucketsDiffering}`,
  );
}

export const leafAt = (leaves: FileBytes, bucket: number): Uint8Array => leaves.at(bucket * digestBytes, digestBytes);
