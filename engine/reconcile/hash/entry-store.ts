import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { readInto } from '../../snapshot/files/read-exactly.ts';
import { stagedEntryBytes } from './staged-entry.ts';

/** Where staged entries lie: a file of the run's folder, or memory that all threads share. */
export type EntryStore = string | Uint8Array<SharedArrayBuffer>;

/** Some of them, in bytes. */
export interface EntrySlice {
  readonly store: EntryStore;
  readonly start: number;
  readonly bytes: number;
}

/**
 * Memory for the entries of so many rows, in one piece: its pages come as they are written, and what is collected is not
 * a piece for each part. Null where the machine does not give so much at once: they go to the disk then.
 */
export function roomForEntries(rows: number): Uint8Array<SharedArrayBuffer> | null {
  try {
    return new Uint8Array(new SharedArrayBuffer(rows * stagedEntryBytes));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Puts entries where there is room for them, or where there is none into a file at `path`. */
export function storeEntries(
  entries: Uint8Array,
  room: Uint8Array<SharedArrayBuffer> | null,
  path: string,
): EntryStore {
  // A file with more rows than were counted is for the agreements and the last digests to judge.
  if (room === null || entries.length > room.length) {
    writeFileSync(path, entries, { mode: 0o600, flag: 'wx' });
    return path;
  }
  room.set(entries);
  return room.subarray(0, entries.length);
}

export const bytesOfSlices = (slices: readonly EntrySlice[]): number =>
  slices.reduce((sum, slice) => sum + slice.bytes, 0);

/** Reads slices one after another into `target`, which is as long as all of them. */
export function readSlices(slices: readonly EntrySlice[], target: Uint8Array): void {
  let at = 0;
  for (const { store, start, bytes } of slices) {
    if (bytes === 0) continue;
    const piece = target.subarray(at, at + bytes);
    if (typeof store === 'string') readFrom(store, start, piece);
    else piece.set(store.subarray(start, start + bytes));
    at += bytes;
  }
}

function readFrom(path: string, start: number, target: Uint8Array): void {
  const fd = openSync(path, 'r');
  try {
    readInto(fd, start, target);
  } finally {
    closeSync(fd);
  }
}

export const allEntries = (store: EntryStore): Uint8Array => (typeof store === 'string' ? readFileSync(store) : store);
