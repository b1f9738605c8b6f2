import type { OnProgress } from '../../contract/progress.ts';
import { TallyError } from '../../contract/problem.ts';
import type { Side } from '../../contract/side.ts';
import { encodeRecord } from '../canonical/record.ts';
import { chosenRow, makeProof, placeOfKey, rowsOfKey } from '../evidence/proof/make-proof.ts';
import type { Provable } from '../evidence/proof/provable.ts';
import { parsePlan } from '../plan/parse-plan.ts';
import { literal, type Database } from '../snapshot/duckdb/database.ts';
import { bucketOf, entryBytes } from '../tree/bucket.ts';
import { cells } from './read/canonical-tables.ts';
import { readSlices } from './hash/entry-store.ts';
import type { HashPool } from './run/hash-pool.ts';
import type { HashedGroup } from './hash/hash-rows.ts';
import type { Limits } from './run/limits.ts';
import { oneRow } from '../snapshot/duckdb/text-rows.ts';
import { RunFolder } from './run/run-folder.ts';
import { runFailed } from './run/run-failed.ts';
import { runStages, type StagedTable } from './run-stages.ts';
import { placeOf, stagedEntryBytes } from './hash/staged-entry.ts';

export interface ExportProofRequest {
  readonly provable: Provable;
  /** The side's export: a file or a folder, as an absolute path. */
  readonly path: string;
  readonly key: string;
  /** Chooses among rows of one key by row digest. */
  readonly row: string | null;
  readonly limits: Limits;
  readonly pool: HashPool;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal | undefined;
}

const largestPlan = 1 << 22;
const pieceBytes = stagedEntryBytes * 16384;

/** Reads one table of the export again, to the root that the package names, and proves a key of any bucket. */
export async function proveFromExport(request: ExportProofRequest): Promise<ReturnType<typeof makeProof>> {
  const { provable, path, key, limits, signal } = request;
  const { side, table } = provable;
  const plan = parsePlan(provable.files.read('plan.yaml', largestPlan), 'plan.yaml');
  const tables = plan.tables.filter(({ name }) => name === table.name);
  const folder = new RunFolder(limits.temp);
  try {
    const {
      tables: staged,
      database,
      close,
    } = await runStages({
      ...request,
      plan: { ...plan, tables },
      folders: { source: path, target: path },
      only: [side],
      direct: false, // the record is taken from the stage
      depth: table.depth,
      folder,
    });
    try {
      const [read] = staged;
      if (read?.compared.roots[side] !== table.root)
        throw new TallyError(
          'input_changed',
          `The export has another root than the ${side} of the package in table "${table.name}"`,
          path,
          'Name the export that was reconciled with --export',
        );
      const { keyDigest, bucket } = await placeOfKey(provable, key);
      const found = bucketEntries(groupsOf(read, side), table.depth, bucket);
      const listing = Buffer.concat(
        found.map(({ entry }) => entry.subarray(0, entryBytes)).sort((a, b) => Buffer.compare(a, b)),
      );
      const row = chosenRow(rowsOfKey(listing, keyDigest), request.row);
      const meant = found.find(({ entry }) => entry.toString('hex', 0, entryBytes) === keyDigest + String(row));
      const record = meant === undefined ? null : await recordAt(database, read, meant);
      return await makeProof(provable, { key, record, bucket, listing });
    } finally {
      close();
    }
  } catch (error) {
    throw runFailed(error, signal, limits.temp);
  } finally {
    folder.remove();
  }
}

const groupsOf = (table: StagedTable, side: Side): HashedGroup[] => table.staged[side].flatMap(({ groups }) => groups);

interface Found {
  readonly entry: Buffer;
  readonly group: HashedGroup;
}

/** The staged entries of one bucket; only the partitions that can hold them are read. */
function bucketEntries(groups: readonly HashedGroup[], depth: number, bucket: number): Found[] {
  return groups.flatMap((group) => {
    const bits = Math.log2(group.offsets.length - 1);
    const [first, last] =
      bits <= depth
        ? [Math.floor(bucket / 2 ** (depth - bits)), Math.floor(bucket / 2 ** (depth - bits)) + 1]
        : [bucket * 2 ** (bits - depth), (bucket + 1) * 2 ** (bits - depth)];
    return entriesIn(group, group.offsets[first]!, group.offsets[last]!, depth, bucket);
  });
}

function entriesIn(group: HashedGroup, from: number, to: number, depth: number, bucket: number): Found[] {
  const found: Found[] = [];
  for (let start = from; start < to; start += pieceBytes) {
    const piece = new Uint8Array(Math.min(pieceBytes, to - start));
    readSlices([{ store: group.entriesIn, start, bytes: piece.length }], piece);
    for (let at = 0; at < piece.length; at += stagedEntryBytes)
      if (bucketOf(piece, depth, at) === bucket)
        found.push({ entry: Buffer.from(piece.subarray(at, at + stagedEntryBytes)), group });
  }
  return found;
}

/** The record of a staged row, from the canonical texts that were staged with it. */
async function recordAt(database: Database, { plan }: StagedTable, { entry, group }: Found): Promise<string> {
  const { file, row } = placeOf(new DataView(entry.buffer, entry.byteOffset), 0);
  const texts = await oneRow(
    database,
    `SELECT ${cells(plan.columns.length)} FROM read_parquet(${literal(group.canonical!.path)}) WHERE f = ${file} AND r = ${row}`,
  );
  return encodeRecord(
    plan.columns.map(({ type }) => type),
    texts,
  );
}
