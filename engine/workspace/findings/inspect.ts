import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { CallOutput } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import type { BySide, Side } from '../../../contract/side.ts';
import type { Difference } from '../../evidence/differences/difference.ts';
import type { Limits } from '../../reconcile/run/limits.ts';
import { bucketOf, entryBytes } from '../../tree/bucket.ts';
import { loadHash } from '../../tree/hashes.ts';
import { readListings } from '../../tree/listings-file.ts';
import { LeafPaths } from '../../evidence/proof/leaf-path.ts';
import { ExportRows } from '../spot/export-rows.ts';
import type { RunFindings } from './run-findings.ts';

type Inspected = CallOutput<'findings.inspect'>;
type InspectedSide = NonNullable<Inspected['source']>;

/** Looks one difference up in the evidence and, where they are still what was compared, in the exports. */
export class Inspector {
  readonly #findings: RunFindings;
  readonly #rows: ExportRows;
  readonly #paths = new Map<string, Promise<LeafPaths>>();

  constructor(findings: RunFindings, folders: BySide<string>, limits: Limits) {
    this.#findings = findings;
    this.#rows = new ExportRows(findings.package, findings.report, folders, limits);
  }

  async inspect(line: number): Promise<Inspected> {
    const difference = this.#findings.lines.read(line);
    return {
      difference: this.#findings.view(line),
      source: await this.#side(difference, 'source'),
      target: await this.#side(difference, 'target'),
    };
  }

  async #side(difference: Difference, side: Side): Promise<InspectedSide | null> {
    const there = difference[side];
    if (there === null) return null;
    const { file, row, record, digest } = there;
    return {
      file,
      row,
      ...(await this.#rows.at(difference.table, side, file, Number(row) - 1)),
      record,
      keyDigest: difference.keyDigest,
      rowDigest: digest,
      ...(await this.#place(difference, side, digest)),
      root: this.#findings.table(difference.table).roots[side],
    };
  }

  /** The bucket and the path to the root, from the package alone; a row without an entry has neither. */
  async #place({ table, keyDigest }: Difference, side: Side, rowDigest: string | null) {
    if (keyDigest === null || rowDigest === null) return { bucket: null, path: [] };
    const { depth } = this.#findings.table(table);
    const entry = Buffer.from(keyDigest + rowDigest, 'hex');
    const bucket = bucketOf(entry, depth);
    const folder = this.#findings.tableFolder(table);
    const listing = await listingOf(join(folder, `${side}.listings`), depth, bucket);
    if (!holds(listing, entry))
      throw new TallyError(
        'evidence_unsound',
        'The listing does not hold this row',
        `bucket ${bucket}`,
        'Verify the package',
      );
    let paths = this.#paths.get(`${side}/${table}`);
    if (paths === undefined) {
      paths = loadHash(this.#findings.report.hash).then(
        (hash) => new LeafPaths(join(folder, `${side}.buckets`), depth, hash),
      );
      this.#paths.set(`${side}/${table}`, paths);
    }
    const { leaf, path } = await (await paths).of(bucket);
    return {
      bucket: { number: String(bucket), entries: String(listing.length / entryBytes), leaf: hex(leaf) },
      path: path.map(hex),
    };
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

async function listingOf(path: string, depth: number, bucket: number): Promise<Uint8Array> {
  const chunks = createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  for await (const listing of readListings(chunks, depth, path)) if (listing.bucket === bucket) return listing.listing;
  return new Uint8Array(0);
}

function holds(listing: Uint8Array, entry: Uint8Array): boolean {
  for (let at = 0; at < listing.length; at += entryBytes)
    if (Buffer.compare(listing.subarray(at, at + entryBytes), entry) === 0) return true;
  return false;
}
