import type { CellsKernel } from './cells-kernel.ts';
import type { DifferencesKernel } from './differences-kernel.ts';
import type { EntriesKernel } from './entries-kernel.ts';
import type { ParquetKernel } from './parquet-kernel.ts';

/**
 * What the kernel exports (workers/kernel, AssemblyScript compiled to WASM): work on whole batches in its own memory.
 * Addresses and lengths are bytes of that memory; arrays are u32 unless said otherwise. Nothing allocates: the caller
 * lays out the memory with an Arena. Those that give a number of rows left have set left[row] (u8) for each: they are
 * for JavaScript's own grammar to judge.
 */
export interface Kernel extends CellsKernel, ParquetKernel, EntriesKernel, DifferencesKernel {
  readonly memory: WebAssembly.Memory;
  /** The first byte that is the caller's. */
  heapBase(): number;

  /** Digest of message i, lengths[i] bytes at address starts[i], to out + i * stride. */
  sha256Batch: HashBatch;
  blake3Batch: HashBatch;
  /** What a batch of either hash wants at its `scratch`, however many messages it has. */
  hashScratchBytes(): number;
  /**
   * Takes `length` bytes of a CSV file into the counts at `counts` (engine/snapshot/csv/kernel-csv-count.ts); 0 where the
   * scanner refuses them. 63 bytes after them must be memory too.
   */
  csvCount(counts: number, at: number, length: number, delimiter: number, quote: number, escape: number): number;
  csvCountEnd(counts: number): number;
  /** Splits whole CSV records into the columns of `plan` (engine/snapshot/csv/kernel-csv-fields.ts): more, full, refused. */
  csvFields(plan: number, at: number, length: number, final: number, limit: number): number;

  /** How long a column's texts are in all, NULLs left out. */
  textBytes(starts: number, ends: number, valid: number, rows: number): number;
}

type HashBatch = (starts: number, lengths: number, count: number, out: number, stride: number, scratch: number) => void;

/** What an unsigned 32-bit `torn` is as JavaScript sees it. */
export const torn = -1;
