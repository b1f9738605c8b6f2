import { closeSync, openSync } from 'node:fs';
import { readInto } from '../snapshot/read-exactly.ts';

/** A slice of a file of staged entries, in bytes. */
export interface EntrySlice {
  readonly path: string;
  readonly start: number;
  readonly bytes: number;
}

export const bytesOfSlices = (slices: readonly EntrySlice[]): number =>
  slices.reduce((sum, slice) => sum + slice.bytes, 0);

/** Reads slices one after another into `target`, which is as long as all of them. */
export function readSlices(slices: readonly EntrySlice[], target: Uint8Array): void {
  let at = 0;
  for (const { path, start, bytes } of slices) {
    if (bytes === 0) continue;
    const fd = openSync(path, 'r');
    try {
      readInto(fd, start, target.subarray(at, at + bytes));
    } finally {
      closeSync(fd);
    }
    at += bytes;
  }
}
