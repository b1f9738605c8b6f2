import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CallOutput } from '../../contract/calls.ts';
import { problemOf, TallyError } from '../../contract/problem.ts';
import type { BySide, Side } from '../../contract/side.ts';
import type { Difference } from '../evidence/difference.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { digestFile } from '../reconcile/digest-file.ts';
import type { Limits } from '../reconcile/limits.ts';
import { findFiles } from '../snapshot/find-files.ts';
import { bucketOf, entryBytes } from '../tree/bucket.ts';
import { loadHash } from '../tree/hashes.ts';
import { readListings } from '../tree/listings-file.ts';
import { LeafPaths } from '../evidence/proof/leaf-path.ts';
import { withRawReader } from './raw-reader.ts';
import type { RunFindings } from './run-findings.ts';

type Inspected = CallOutput<'findings.inspect'>;
type InspectedSide = NonNullable<Inspected['source']>;

/** Looks one difference up in the evidence and, where they are still what was compared, in the exports. */
export class Inspector {
  readonly #findings: RunFindings;
  readonly #folders: BySide<string>;
  readonly #limits: Limits;
  readonly #paths = new Map<string, Promise<LeafPaths>>();
  /** Exports by what the file system says of them, so that each is digested once and again when it was touched. */
  readonly #digests = new Map<string, Promise<string>>();

  constructor(findings: RunFindings, folders: BySide<string>, limits: Limits) {
    this.#findings = findings;
    this.#folders = folders;
    this.#limits = limits;
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
      ...(await this.#raw(difference.table, side, file, Number(row) - 1)),
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

  /** What the export itself says at this row; why not, where it cannot be had. */
  async #raw(table: string, side: Side, name: string, row: number): Promise<Pick<InspectedSide, 'raw' | 'rawWhy'>> {
    try {
      const plan = parsePlan(readFileSync(join(this.#findings.package, 'plan.yaml')), 'plan.yaml');
      const { files, csv } = plan.tables.find((one) => one.name === table)!.sides[side];
      const found = await findFiles(this.#folders[side], files);
      const file = found.files.find((one) => one.name === name);
      if (file === undefined) return { raw: null, rawWhy: 'The export is not there any more' };
      const expected = this.#findings.report.sides[side].files.find((one) => one.table === table && one.name === name);
      if ((await this.#digest(file.path)) !== expected?.sha256)
        return { raw: null, rawWhy: 'The export is no longer the one that was compared' };
      const [record] = await withRawReader([this.#folders[side]], this.#limits, (read) =>
        read({ file, csv, columns: null, from: row, count: 1 }),
      );
      if (record === undefined) return { raw: null, rawWhy: 'The export has no such row' };
      const raw = [...record.cells].map(([column, cell]) => ({
        column,
        text: cell !== null && typeof cell === 'object' ? cell.formless : cell,
      }));
      return { raw, rawWhy: '' };
    } catch (error) {
      return { raw: null, rawWhy: problemOf(error).what };
    }
  }

  #digest(path: string): Promise<string> {
    const { size, mtimeNs, ino } = statSync(path, { bigint: true });
    const key = `${path}\0${size} ${mtimeNs} ${ino}`;
    let digest = this.#digests.get(key);
    if (digest === undefined) {
      digest = digestFile(path);
      this.#digests.set(key, digest);
      digest.catch(() => this.#digests.delete(key));
    }
    return digest;
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
