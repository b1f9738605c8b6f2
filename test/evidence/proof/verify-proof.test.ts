import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jcsBytes } from '../../../engine/canonical/jcs.ts';
import { verifyProof } from '../../../engine/evidence/proof/verify-proof.ts';
import { H } from '../verify/tree-by-hand.ts';
import { proofByHand, type ProofByHand } from './proof-by-hand.ts';

const verify = (proof: unknown) => verifyProof(jcsBytes(proof), 'one.proof.json');
const failure = async (proof: unknown) =>
  (await verify(proof)).checks.filter(({ result }) => result === 'failed').map(({ name, why }) => `${name}: ${why}`);

const included = proofByHand('A7');
const absent = proofByHand('nobody');
type Change = (proof: ProofByHand) => unknown;

describe('a proof', () => {
  it('of a record, and of an absence, made by hand from the formats, is sound', async () => {
    for (const proof of [included, absent]) expect((await verify(proof)).sound).toBe(true);
  });

  it('is still sound without the identity of its snapshot, and that is said', async () => {
    const { identity, ...bare } = included;
    const { sound, checks } = await verify(bare);
    expect(sound).toBe(true);
    expect(checks.find(({ name }) => name === 'snapshot')).toMatchObject({
      result: 'not_done',
      why: expect.stringContaining(identity) as string,
    });
  });

  it.each<[string, Change, RegExp]>([
    ['another key text', (p) => ({ ...p, key: '"A8"' }), /^record: The record has another key than the proof/],
    ['a key that is none of the table', (p) => ({ ...p, key: 'A7' }), /^key: The key is no key record/],
    ['another digit in the record', (p) => ({ ...p, record: '7.09,"A7"' }), /^claim: .*another record of the key/],
    ['a record that is none of the table', (p) => ({ ...p, record: '7.0,"A7"' }), /^record: .*no record of the table/],
    [
      'inclusion as absence',
      (p) => ({ ...p, claim: 'absent', record: null }),
      /^claim: .*absence, and the listing holds the key/,
    ],
    ['absence with a record', (p) => ({ ...p, claim: 'absent' }), /^record: .*absence, and shows a record/],
    ['inclusion without a record', (p) => ({ ...p, record: null }), /^record: .*inclusion, and shows no record/],
    [
      'another bucket',
      (p) => ({ ...p, bucket: String((Number(p.bucket) + 1) % 16) }),
      /^bucket: The key belongs to bucket/,
    ],
    ['a bucket that is none', (p) => ({ ...p, bucket: '01' }), /^proof: Not a proof: bucket/],
    [
      'a path one step longer',
      (p) => ({ ...p, path: [...p.path, p.path[0]!] }),
      /^path: A path in this tree has 4 steps/,
    ],
    ['its path turned round', (p) => ({ ...p, path: [...p.path].reverse() }), /^path: .*do not make the root/],
    ['another table', (p) => ({ ...p, table: 'people' }), /^key: The fingerprint has no table people/],
    [
      'another count of rows',
      (p) => withTable(p, { rows: '999' }),
      /^snapshot: The fingerprint is not that of the snapshot/,
    ],
    ['another root', (p) => withTable(p, { root: '0'.repeat(64) }), /^path: .*do not make the root/],
    ['a listing without the entry', (p) => ({ ...p, listing: without(p) }), /^claim: .*does not hold the key/],
    [
      'a listing out of order',
      (p) => ({ ...p, listing: turned(p) }),
      /^listing: .*not in order|^listing: .*another bucket/,
    ],
    [
      'a listing that is cut off',
      (p) => ({ ...p, listing: bytesOf(p).subarray(1).toString('base64') }),
      /^listing: The listing is cut off/,
    ],
    ['a member more', (p) => ({ ...p, also: 1 }), /^proof: Not a proof/],
    [
      'another type',
      (p) => ({ ...p, type: 'tallystick/proof/v2' }),
      /^proof: Not a proof: its type is "tallystick\/proof\/v2"/,
    ],
  ])('with %s is refused', async (_, change, why) => {
    const found = await failure(change(included));
    expect(found).toContainEqual(expect.stringMatching(why));
  });

  it('of absence cannot be turned into one of inclusion', async () => {
    const found = await failure({ ...absent, claim: 'included', record: '1.00,"nobody"' });
    expect(found).toEqual(['claim: The proof claims inclusion, and the listing does not hold the key']);
  });

  it('is refused when any one byte of it is another', async () => {
    for (const proof of [included, absent]) {
      const bytes = Buffer.from(jcsBytes(proof));
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
          const other = Buffer.from(bytes);
          other[at]! ^= by;
          const found = await verifyProof(other, 'one.proof.json');
          // That another key of the same bucket is absent may well be true: it is another claim.
          if (proof === absent && found.proof !== null && found.proof.key !== absent.key) return;
          expect(found.sound).toBe(false);
        }),
        { numRuns: 1500 },
      );
    }
  });

  it('is refused when any one digit of it is another', async () => {
    const bytes = Buffer.from(jcsBytes(included));
    for (let at = 0; at < bytes.length; at++) {
      if (!/[0-9]/.test(String.fromCharCode(bytes[at]!))) continue;
      const other = Buffer.from(bytes);
      other[at] = 0x30 + ((bytes[at]! - 0x30 + 1) % 10);
      expect((await verifyProof(other, 'one.proof.json')).sound, `digit at ${at}`).toBe(false);
    }
  });

  it('is sound in any spelling of its JSON, as another program may have written it', async () => {
    for (const proof of [included, absent]) {
      const turned = Object.fromEntries(Object.entries(proof).toReversed());
      const spellings = [
        JSON.stringify(turned),
        `${JSON.stringify(proof, null, 2)}\n`,
        JSON.stringify(proof).replace('"type"', '"\\u0074ype"'),
      ];
      for (const text of spellings)
        expect(await verifyProof(Buffer.from(text), 'p')).toMatchObject({ sound: true, proof });
      for (const text of spellings) {
        const found = await verifyProof(Buffer.from(text.replace('"bucket"', '"tekcub"')), 'p');
        expect(found.sound).toBe(false);
      }
    }
  });

  it('with a member twice, whichever is the right one, is refused: two readers could read two claims', async () => {
    const text = JSON.stringify(included);
    for (const twice of [
      text.replace('"claim":"included"', '"claim":"absent","claim":"included"'),
      text.replace('"claim":"included"', '"claim":"included","claim":"included"'),
      text.replace(/"root":"[0-9a-f]{64}"/, (root) => `${root},${root}`),
    ]) {
      expect(twice).not.toBe(text);
      expect((await verifyProof(Buffer.from(twice), 'p')).checks).toEqual([
        expect.objectContaining({ name: 'proof', result: 'failed' }),
      ]);
    }
  });

  it('that is no JSON, or too much of it, is a failed check and no error', async () => {
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('null'),
      Buffer.from('[[['),
      Buffer.from('['.repeat(1_000_000)),
      Buffer.from('['.repeat(1_000_000) + ']'.repeat(1_000_000)),
      Buffer.from(`\ufeff${JSON.stringify(included)}`),
      Buffer.from(`${JSON.stringify(included)}x`),
      Buffer.from(JSON.stringify(included), 'utf16le'),
    ])
      expect((await verifyProof(bytes, 'one.proof.json')).sound).toBe(false);
  });
});

const bytesOf = ({ listing }: ProofByHand) => Buffer.from(listing, 'base64');
const withTable = (p: ProofByHand, change: object) => ({
  ...p,
  fingerprint: { ...p.fingerprint, tables: p.fingerprint.tables.map((table) => ({ ...table, ...change })) },
});
function entriesOf(p: ProofByHand): Buffer[] {
  const bytes = bytesOf(p);
  return Array.from({ length: bytes.length / 64 }, (_, i) => bytes.subarray(i * 64, i * 64 + 64));
}
const without = (p: ProofByHand) =>
  Buffer.concat(entriesOf(p).filter((entry) => !entry.subarray(0, 32).equals(H(p.key)))).toString('base64');
const turned = (p: ProofByHand) => Buffer.concat(entriesOf(p).reverse()).toString('base64');
