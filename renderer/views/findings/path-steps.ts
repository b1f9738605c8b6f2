import type { CallOutput } from '../../../contract/calls.ts';

export type InspectedSide = NonNullable<CallOutput<'findings.inspect'>['source']>;

/** A step on the way from a row to its table's root. `equal`: the same on the other side; null where that cannot be said. */
export interface PathStep {
  readonly name: string;
  readonly digest: string;
  readonly equal: boolean | null;
}

/** Row, bucket, the siblings hashed in on the way up, nearest first, and the root. A row without an entry has no path. */
export function pathSteps(mine: InspectedSide, other: InspectedSide | null, otherRoot: string): PathStep[] {
  if (mine.bucket === null || mine.rowDigest === null) return [];
  const sameBucket = other?.bucket?.number === mine.bucket.number;
  return [
    { name: 'row', digest: mine.rowDigest, equal: other === null ? false : mine.rowDigest === other.rowDigest },
    { name: 'bucket', digest: mine.bucket.leaf, equal: sameBucket ? mine.bucket.leaf === other.bucket?.leaf : null },
    ...mine.path.map((digest, i) => ({
      name: 'sibling',
      digest,
      equal: sameBucket ? digest === other.path[i] : null,
    })),
    { name: 'root', digest: mine.root, equal: mine.root === otherRoot },
  ];
}
