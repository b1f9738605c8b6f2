import { jcsBytes } from '../../../engine/canonical/jcs.ts';
import { bucketOf, H, leavesOf, listingsOf, recordOf, rootOf } from '../verify/tree-by-hand.ts';

const depth = 4;
const types = ['decimal(2)', 'text'];
const rows = Array.from({ length: 60 }, (_, i) => ({ id: `A${i}`, record: recordOf(types, [`${i}.00`, `A${i}`]) }));
const keyOf = (id: string) => recordOf(['text'], [id]);

/** Section 9 of formats.md written down once more: a proof over 60 accounts, of one that is there or of another. */
export function proofByHand(id: string) {
  const listings = listingsOf(
    rows.map((row) => Buffer.concat([H(keyOf(row.id)), H(row.record)])),
    depth,
  );
  const leaves = leavesOf(listings);
  const bucket = bucketOf(H(keyOf(id)), depth);
  const record = rows.find((row) => row.id === id)?.record ?? null;
  const fingerprint = {
    hash: 'sha256',
    tables: [
      {
        columns: [
          { name: 'balance', type: 'decimal(2)' },
          { name: 'id', type: 'text' },
        ],
        depth,
        key: ['id'],
        name: 'accounts',
        root: rootOf(leaves).toString('hex'),
        rows: String(rows.length),
      },
    ],
    type: 'tallystick/fingerprint/v1',
  };
  return {
    bucket: String(bucket),
    claim: record === null ? 'absent' : 'included',
    fingerprint,
    identity: H(jcsBytes(fingerprint)).toString('hex'),
    key: keyOf(id),
    listing: listings[bucket]!.toString('base64'),
    path: siblingsOf(leaves, bucket).map((node) => node.toString('hex')),
    record,
    table: 'accounts',
    type: 'tallystick/proof/v1',
  };
}
export type ProofByHand = ReturnType<typeof proofByHand>;

/** From the leaf up: at each height the root of the half that the bucket is not in. */
function siblingsOf(leaves: readonly Buffer[], bucket: number): Buffer[] {
  if (leaves.length === 1) return [];
  const half = leaves.length / 2;
  const [lower, upper] = [leaves.slice(0, half), leaves.slice(half)];
  return bucket < half
    ? [...siblingsOf(lower, bucket), rootOf(upper)]
    : [...siblingsOf(upper, bucket - half), rootOf(lower)];
}
