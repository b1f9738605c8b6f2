import { closeSync, openSync, writeFileSync } from 'node:fs';
import { TallyError } from '../../../contract/problem.ts';
import { sides, type BySide, type Side } from '../../../contract/side.ts';
import { writeAll } from '../../snapshot/files/write-all.ts';
import { spaceIn } from '../run/run-failed.ts';

/** Where a table's listings go: a file a side of the package in the making, which ranges write one behind another. */
export interface ListingFiles {
  readonly paths: BySide<string>;
  /** The package's folder as its user named it. */
  readonly package: string;
}

/**
 * One range's turn at those files. It begins where the ranges before it end, which each says as soon as it knows: those
 * have been taken up before it, and none of them waits for it.
 */
export interface ListingTurn extends ListingFiles {
  readonly range: number;
  /** Shared: for each range and side the bytes of its listings; below 0 while they are not known, or never will be. */
  readonly sizes: BigInt64Array;
  /** Shared: changes whenever one of them is told. */
  readonly told: Int32Array;
}

const unknown = -1n;
const never = -2n;

export function listingTurns(files: ListingFiles, ranges: number): readonly ListingTurn[] {
  for (const side of sides) writeFileSync(files.paths[side], '', { flag: 'wx' });
  const sizes = new BigInt64Array(new SharedArrayBuffer(ranges * sides.length * 8)).fill(unknown);
  const told = new Int32Array(new SharedArrayBuffer(4));
  return Array.from({ length: ranges }, (_, range) => ({ ...files, range, sizes, told }));
}

const wordOf = (range: number, side: Side): number => range * sides.length + sides.indexOf(side);

function tell({ range, sizes, told }: ListingTurn, sizeOf: (side: Side) => bigint): void {
  for (const side of sides) Atomics.store(sizes, wordOf(range, side), sizeOf(side));
  Atomics.add(told, 0, 1);
  Atomics.notify(told, 0);
}

/** Says that the range will write nothing more, so that those behind it end too. One that has told its size has had its turn. */
export function giveUpTurn(turn: ListingTurn): void {
  if (Atomics.load(turn.sizes, wordOf(turn.range, 'source')) === unknown) tell(turn, () => never);
}

/** Writes a range's listings, pieces end to end, behind those of the ranges before it. */
export function takeTurn(turn: ListingTurn, pieces: BySide<readonly Uint8Array[]>): void {
  tell(turn, (side) => BigInt(pieces[side].reduce((sum, { length }) => sum + length, 0)));
  for (const side of sides) {
    let at = Number(startOf(turn, side));
    if (pieces[side].length === 0) continue;
    try {
      const fd = openSync(turn.paths[side], 'r+');
      try {
        for (const bytes of pieces[side]) {
          writeAll(fd, bytes, at);
          at += bytes.length;
        }
      } finally {
        closeSync(fd);
      }
    } catch (error) {
      spaceIn(turn.package)(error);
    }
  }
}

/** Waits until every range before it has told. */
function startOf({ range, sizes, told }: ListingTurn, side: Side): bigint {
  let start = 0n;
  for (let before = 0; before < range;) {
    const seen = Atomics.load(told, 0);
    const size = Atomics.load(sizes, wordOf(before, side));
    if (size === never) throw new TallyError('internal', 'A range of buckets before this one could not be folded');
    if (size === unknown) Atomics.wait(told, 0, seen, 100);
    else {
      start += size;
      before++;
    }
  }
  return start;
}
