import { sides, type BySide, type Side } from '../../../contract/side.ts';
import { entryBytes } from '../../tree/bucket.ts';
import type { Hash } from '../../tree/hashes.ts';
import { leafHash } from '../../tree/merkle.ts';
import { leafOfRun, runAt, type BucketRun } from './bucket-run.ts';
import { leafAt, sameBytes } from './check-buckets.ts';
import { differingKeys, type Found } from './differing-keys.ts';
import type { FileBytes } from './file-bytes.ts';
import { demand } from './judge.ts';
import type { Pace } from './pace.ts';
import { entriesOf, type TableShape } from './table-shape.ts';

interface Tally {
  readonly kinds: Record<Found['kind'], bigint>;
  readonly only: Record<Side, bigint>;
  readonly left: Record<Side, bigint>;
  readonly entries: Record<Side, bigint>;
  /** Buckets that are equal and not empty. */
  equalBuckets: bigint;
}

/**
 * The listings of one table hold exactly the buckets whose leaves differ, each hashes to its leaf, and what they say
 * of every key adds up to what report.json says of the table.
 */
export async function checkListings(
  table: TableShape,
  leaves: BySide<FileBytes>,
  listings: BySide<FileBytes>,
  hash: Hash,
  pace: Pace,
): Promise<void> {
  const { report, keyed, name } = table;
  const empty = leafHash(hash);
  const tally: Tally = {
    kinds: { matched: 0n, duplicates_matched: 0n, pair: 0n, only: 0n, left: 0n },
    only: { source: 0n, target: 0n },
    left: { source: 0n, target: 0n },
    entries: { source: 0n, target: 0n },
    equalBuckets: 0n,
  };
  const at = { source: 0, target: 0 };
  for (let bucket = 0; bucket < 2 ** report.depth; bucket++) {
    if (pace.due) await pace.breathe();
    const [source, target] = [leafAt(leaves.source, bucket), leafAt(leaves.target, bucket)];
    if (sameBytes(source, target)) {
      if (!sameBytes(source, empty)) tally.equalBuckets++;
      continue;
    }
    const leaf = { source: Uint8Array.from(source), target: Uint8Array.from(target) };
    const runs: BySide<BucketRun> = {
      source: next(listings.source, at, 'source', bucket),
      target: next(listings.target, at, 'target', bucket),
    };
    for (const side of sides) {
      const run = runs[side];
      demand(
        sameBytes(leafOfRun(run, report.depth, keyed, hash), leaf[side]),
        `The listing of bucket ${bucket} does not hash to its leaf`,
        run.file.name,
      );
      tally.entries[side] += BigInt((run.to - run.from) / entryBytes);
    }
    for (const found of differingKeys(runs.source, runs.target, keyed)) {
      tally.kinds[found.kind] += 'rows' in found ? BigInt(found.rows) : 1n;
      if (found.kind === 'only' || found.kind === 'left') tally[found.kind][found.side]++;
      if (pace.due) await pace.breathe();
    }
  }
  for (const side of sides)
    demand(
      at[side] === listings[side].size,
      `A bucket that does not differ is listed, of table ${name}`,
      listings[side].name,
    );
  if (report.proven) compareCounts(table, tally);
}

function next(file: FileBytes, at: Record<Side, number>, side: Side, bucket: number): BucketRun {
  const run = runAt(file, at[side]);
  demand(run !== null && run.bucket === bucket, `Bucket ${bucket} differs and is not listed in its place`, file.name);
  at[side] = run.to;
  return run;
}

/** Equal buckets hold no difference, so the listings alone decide all terms but the two that count equal rows. */
function compareCounts({ name, report }: TableShape, { kinds, only, left, entries, equalBuckets }: Tally): void {
  const agree = (what: string, listed: bigint, reported: bigint) =>
    demand(
      listed === reported,
      `The listings of table ${name} hold ${listed} ${what}, and report.json says ${reported}`,
    );
  for (const side of sides) {
    const terms = report[side];
    agree('changed rows', kinds.pair, BigInt(terms.changed) + BigInt(terms.withinTolerance));
    agree(`rows of the ${side} alone`, only[side], BigInt(terms.only));
    agree(`duplicates left in the ${side}`, left[side], BigInt(terms.duplicatesLeft));
    const outside = entriesOf(terms) - entries[side];
    const [matched, duplicates] = [
      BigInt(terms.matched) - kinds.matched,
      BigInt(terms.duplicatesMatched) - kinds.duplicates_matched,
    ];
    agree('rows in buckets that are equal', outside, matched + duplicates);
    demand(
      matched >= 0n && duplicates >= 0n && outside >= equalBuckets && (outside === 0n) === (equalBuckets === 0n),
      `Table ${name} has ${equalBuckets} equal buckets with rows, and report.json leaves ${outside} rows of the ${side} for them`,
    );
  }
}
