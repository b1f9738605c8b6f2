import { encodeRecord, parseRecord } from '../../canonical/record.ts';
import { parseType } from '../../canonical/type-name.ts';
import { bucketOf, entryBytes } from '../../tree/bucket.ts';
import { fingerprintBytes, identityOf, type FingerprintTable } from '../../tree/fingerprint.ts';
import { digestBytes, loadHash, type Hash } from '../../tree/hashes.ts';
import { leafHash } from '../../tree/merkle.ts';
import { verifyInclusion } from '../../tree/merkle-proof.ts';
import { failed, notDone, type Check } from '../checks/check.ts';
import { demandFewParts } from '../checks/few-parts.ts';
import { demand, judge, NotDone, printable } from '../checks/judge.ts';
import { parseProof, type Proof } from './proof.ts';

export interface ProofVerification {
  /** No check failed. */
  readonly sound: boolean;
  /** Null where the bytes are no proof. */
  readonly proof: Proof | null;
  /** SHA-256 of the proof's fingerprint: the snapshot that it speaks of. */
  readonly identity: string | null;
  readonly checks: readonly Check[];
}

/** Judges a proof by name, from its bytes alone. Hostile bytes are a failed check and never an error. */
export async function verifyProof(bytes: Uint8Array, where: string): Promise<ProofVerification> {
  const read: { proof: Proof | null } = { proof: null };
  const form = await judge('proof', () => {
    demandFewParts(bytes, where);
    read.proof = parseProof(bytes, where);
    return 'The file is a proof';
  });
  const { proof } = read;
  if (proof === null) return { sound: false, proof, identity: null, checks: [form] };
  const identity = identityOfProof(proof);
  const named = await judge('snapshot', () => judgeSnapshot(proof, identity));
  const table = proof.fingerprint.tables.find(({ name }) => name === proof.table);
  const checks = [form, named, ...(await judgeClaim(proof, table))];
  return { sound: checks.every(({ result }) => result !== 'failed'), proof, identity, checks };
}

function identityOfProof({ fingerprint: { hash, tables } }: Proof): string {
  return identityOf(
    fingerprintBytes(
      hash,
      tables.map((table) => ({ ...table, rows: BigInt(table.rows) })),
    ),
  );
}

function judgeSnapshot({ identity: said }: Proof, identity: string): string | NotDone {
  if (said === undefined)
    return new NotDone(`The proof names no snapshot; its fingerprint is that of the one with the identity ${identity}`);
  demand(said === identity, 'The fingerprint is not that of the snapshot which the proof names');
  return `The fingerprint is that of the snapshot with the identity ${identity}`;
}

async function judgeClaim(proof: Proof, table: FingerprintTable | undefined): Promise<Check[]> {
  const names = ['key', 'record', 'bucket', 'listing', 'claim', 'path'] as const;
  if (table === undefined)
    return [
      failed('key', printable(`The fingerprint has no table ${proof.table}`)),
      ...names.slice(1).map((name) => notDone(name, 'The table is not known')),
    ];
  const hash = await loadHash(proof.fingerprint.hash);
  const claim = new Claim(proof, table, hash);
  return Promise.all(names.map((name) => judge(name, () => claim[name]())));
}

/** The steps of one claim, each with a sentence of its own. */
class Claim {
  readonly #proof: Proof;
  readonly #table: FingerprintTable;
  readonly #hash: Hash;
  readonly #keyDigest: Buffer;
  readonly #listing: Buffer;

  constructor(proof: Proof, table: FingerprintTable, hash: Hash) {
    this.#proof = proof;
    this.#table = table;
    this.#hash = hash;
    this.#keyDigest = this.#digestOf(proof.key);
    this.#listing = Buffer.from(proof.listing, 'base64');
  }

  key(): string {
    const cells = parseRecord(this.#types(keyColumns(this.#table)), this.#proof.key);
    demand(cells !== undefined, 'The key is no key record of the table');
    return 'The key is a key record of the table';
  }

  record(): string {
    const { claim, record, key } = this.#proof;
    if (claim === 'absent') {
      demand(record === null, 'The proof claims absence, and shows a record');
      return 'An absent key has no record';
    }
    demand(record !== null, 'The proof claims inclusion, and shows no record');
    const names = this.#table.columns.map(({ name }) => name);
    const cells = parseRecord(this.#types(names), record);
    demand(cells !== undefined, 'The record is no record of the table');
    const columns = keyColumns(this.#table);
    const own = encodeRecord(
      this.#types(columns),
      columns.map((name) => cells[names.indexOf(name)]!),
    );
    demand(own === key, 'The record has another key than the proof');
    return 'The record is one of the table, and has the key of the proof';
  }

  bucket(): string {
    const { depth } = this.#table;
    const own = String(bucketOf(this.#keyDigest, depth));
    demand(own === this.#proof.bucket, `The key belongs to bucket ${own}, and the proof is of ${this.#proof.bucket}`);
    return `The key belongs to bucket ${own}`;
  }

  listing(): string {
    const listing = this.#listing;
    demand(listing.length % entryBytes === 0, 'The listing is cut off');
    for (let at = 0; at < listing.length; at += entryBytes) {
      const own = String(bucketOf(listing, this.#table.depth, at));
      demand(own === this.#proof.bucket, 'An entry of the listing lies in another bucket');
      const [before, entry] = [
        listing.subarray(Math.max(0, at - entryBytes), at),
        listing.subarray(at, at + entryBytes),
      ];
      demand(Buffer.compare(before, entry) <= 0, 'The entries of the listing are not in order');
    }
    return `The listing holds ${listing.length / entryBytes} entries of the bucket, in order`;
  }

  claim(): string {
    const { claim, record } = this.#proof;
    const rows: Buffer[] = [];
    for (let at = 0; at < this.#listing.length; at += entryBytes) {
      const entry = this.#listing.subarray(at, at + entryBytes);
      if (entry.subarray(0, digestBytes).equals(this.#keyDigest)) rows.push(entry.subarray(digestBytes));
    }
    if (claim === 'absent') {
      demand(rows.length === 0, 'The proof claims absence, and the listing holds the key');
      return 'The listing holds no entry of the key';
    }
    demand(rows.length > 0, 'The proof claims inclusion, and the listing does not hold the key');
    const digest = this.#digestOf(record ?? '');
    demand(
      rows.some((row) => row.equals(digest)),
      'The proof claims inclusion, and the listing holds another record of the key',
    );
    return 'The listing holds the key and the record together';
  }

  path(): string {
    const { bucket, path } = this.#proof;
    const { depth, root } = this.#table;
    demand(path.length === depth, `A path in this tree has ${depth} steps, and the proof has ${path.length}`);
    const holds = verifyInclusion(this.#hash, {
      index: BigInt(bucket),
      size: 1n << BigInt(depth),
      leaf: leafHash(this.#hash, this.#listing),
      path: path.map((step) => Buffer.from(step, 'hex')),
      root: Buffer.from(root, 'hex'),
    });
    demand(holds, 'The listing and the path do not make the root in the fingerprint');
    return 'The listing and the path make the root in the fingerprint';
  }

  #digestOf(record: string): Buffer {
    return Buffer.from(this.#hash.digest(Buffer.from(record, 'utf8')));
  }

  #types(names: readonly string[]) {
    return names.map((name) => parseType(this.#table.columns.find((column) => column.name === name)!.type)!);
  }
}

/** The columns of the key record; a table without a key has its row record for one (formats.md section 1). */
export const keyColumns = ({ key, columns }: Pick<FingerprintTable, 'key' | 'columns'>): readonly string[] =>
  key.length > 0 ? key : columns.map(({ name }) => name);
