import { Ranks } from '../../evidence/spot/draw-key.ts';
import { loadHash } from '../../tree/hashes.ts';
import { bytesOfSlices, readSlices, type EntrySlice } from '../hash/entry-store.ts';
import { compareBytes, sortEntries } from '../fold/sort-entries.ts';
import { placeOf, stagedEntryBytes } from '../hash/staged-entry.ts';
import { stratumBytes } from './group-strata.ts';

/** What is drawn: rows whose rank begins with less than `below` of 2^48, or by what they weigh. */
export type PickBy =
  | { readonly kind: 'rows'; readonly below: number }
  /** `below` by stratum. */
  | { readonly kind: 'strata'; readonly below: readonly number[] }
  /** Decimal texts; the total in units. */
  | { readonly kind: 'amounts'; readonly size: string; readonly total: string };

/** One group's part of a partition: its entries and, beside them, what they are drawn by. */
export interface PickSlice {
  readonly entries: EntrySlice;
  /** Numbers of the group's strata in the draw. */
  readonly strata?: { readonly slice: EntrySlice; readonly numbers: readonly number[] };
  readonly amounts?: { readonly slice: EntrySlice; readonly width: number };
}

export interface PickRequest {
  readonly key: Uint8Array;
  /** One a group, in the order of the groups. */
  readonly slices: readonly PickSlice[];
  readonly by: PickBy;
}

export interface PickedRow {
  readonly digest: string;
  readonly occurrence: number;
  readonly rank: string;
  /** From 0: of the slice, of the side's files, of the row in its file, of the stratum. */
  readonly group: number;
  readonly file: number;
  readonly row: number;
  readonly stratum: number;
  /** Units, without the sign. */
  readonly size: string;
}

/** Ranks the rows of one partition, all that are equal being in it, and gives those that may be in the sample. */
export async function pickRows({ key, slices, by }: PickRequest): Promise<PickedRow[]> {
  const ranks = new Ranks(await loadHash('sha256'), key);
  const bytes = new Uint8Array(bytesOfSlices(slices.map(({ entries }) => entries)));
  readSlices(
    slices.map(({ entries }) => entries),
    bytes,
  );
  const view = new DataView(bytes.buffer);
  const given = slices.map((slice) => new Given(slice));
  const starts = startsOf(slices);
  const isPicked = picker(by);
  const picked: PickedRow[] = [];
  let occurrence = 0;
  let before = -1;
  for (const at of sortEntries(bytes)) {
    occurrence = before >= 0 && compareBytes(bytes, before, bytes, at, 64) === 0 ? occurrence + 1 : 1;
    before = at;
    const rank = ranks.of(bytes, at + 32, occurrence);
    const group = groupAt(starts, at);
    const entry = (at - starts[group]!) / stagedEntryBytes;
    const { stratum, size } = given[group]!.of(entry);
    if (!isPicked(rank, stratum, size)) continue;
    picked.push({
      digest: hex(bytes.subarray(at + 32, at + 64)),
      occurrence,
      rank: hex(rank),
      group,
      ...placeOf(view, at),
      stratum,
      size: String(size),
    });
  }
  return picked;
}

/** Judges a row by its rank and what it is drawn by. */
function picker(by: PickBy): (rank: Uint8Array, stratum: number, size: bigint) => boolean {
  const viewOf = (rank: Uint8Array) => new DataView(rank.buffer, rank.byteOffset);
  if (by.kind === 'amounts') {
    const [size, total] = [BigInt(by.size), BigInt(by.total)];
    // The sieve: drawn with a chance of its own size / (total / size), rounded up to the next 1 / 2^64.
    return (rank, _, own) => viewOf(rank).getBigUint64(0) * total < (own * size) << 64n;
  }
  const belowOf = by.kind === 'rows' ? () => by.below : (stratum: number) => by.below[stratum]!;
  return (rank, stratum) => {
    const view = viewOf(rank);
    return view.getUint32(0) * 2 ** 16 + view.getUint16(4) < belowOf(stratum);
  };
}

/** What the entries of a slice are drawn by. */
class Given {
  readonly #slice: PickSlice;
  readonly #bytes: Buffer;

  constructor(slice: PickSlice) {
    this.#slice = slice;
    const beside = slice.strata?.slice ?? slice.amounts?.slice;
    this.#bytes = Buffer.alloc(beside?.bytes ?? 0);
    if (beside !== undefined) readSlices([beside], this.#bytes);
  }

  of(entry: number): { readonly stratum: number; readonly size: bigint } {
    const { strata, amounts } = this.#slice;
    if (strata !== undefined)
      return { stratum: strata.numbers[this.#bytes.readUInt32LE(entry * stratumBytes)]!, size: 0n };
    if (amounts === undefined) return { stratum: 0, size: 0n };
    const { width } = amounts;
    return { stratum: 0, size: BigInt(`0x${this.#bytes.toString('hex', entry * width, (entry + 1) * width)}`) };
  }
}

/** Where in the partition's bytes each slice starts. */
function startsOf(slices: readonly PickSlice[]): number[] {
  let at = 0;
  return slices.map(({ entries: { bytes } }) => (at += bytes) - bytes);
}

/** The last slice that starts at `at` or before: one without entries starts where the next does. */
function groupAt(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
