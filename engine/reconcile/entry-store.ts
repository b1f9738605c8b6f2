import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { readInto } from '../snapshot/read-exactly.ts';

/** Where staged entries lie: a file of the run's folder, or memory that all threads share. */
export type EntryStore = string | SharedArrayBuffer;

/** Some of them, in bytes. */
export interface EntrySlice {
  readonly store: EntryStore;
  readonly start: number;
  readonly bytes: number;
}

/** Puts entries into memory, or where there is to be none of it, into a file at `path`. */
export function storeEntries(entries: Uint8Array, path: string, inMemory: boolean): EntryStore {
  if (inMemory) {
    const shared = new SharedArrayBuffer(entries.length);
    new Uint8Array(shared).set(entries);
    return shared;
  }
  writeFileSync(path, entries, { mode: 0o600, flag: 'wx' });
  return path;
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
    else piece.set(new Uint8Array(store, start, bytes));
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

export const allEntries = (store: EntryStore): Uint8Array =>
  typeof store === 'string' ? readFileSync(store) : new Uint8Array(store);
