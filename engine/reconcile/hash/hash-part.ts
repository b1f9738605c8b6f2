import { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { NotDirect } from '../../snapshot/parquet/not-direct.ts';
import { readPart, type ExportPart } from './direct-batches.ts';
import { hashBatch, type BatchRequest } from './hash-batch.ts';
import type { HashedGroup } from './hash-rows.ts';
import { stagedEntryBytes } from './staged-entry.ts';

export interface PartRequest extends Omit<BatchRequest, 'stage'> {
  readonly part: ExportPart;
  /** The export's columns, one for each canonical column. */
  readonly names: readonly string[];
  /** Bytes that the part may take in memory. */
  readonly share: number;
  /** Shared: not 0 when the table is staged after all, and what is read of it is for nothing. */
  readonly over: Int32Array;
}

/** Why a part was not read directly. */
export interface Declined {
  readonly why: string;
}

const overAlready: Declined = { why: 'another part was declined' };

/** Reads a part of an export without DuckDB and without a stage: its entries, or why it must be staged. */
export async function hashPart(
  request: PartRequest,
  kernel: Kernel | null,
): Promise<readonly HashedGroup[] | Declined> {
  if (kernel === null) return { why: 'this machine has no WASM SIMD' };
  const isOver = (): boolean => Atomics.load(request.over, 0) !== 0;
  if (isOver()) return overAlready;
  const arena = new Arena(kernel);
  const groups: HashedGroup[] = [];
  let { room } = request;
  try {
    for await (const batch of readPart(kernel, arena, request.part, request.names, request.share)) {
      const out = `${request.out}-${groups.length}`;
      const group = hashBatch(kernel, arena, batch, { ...request, out, room, stage: false });
      room = room?.subarray(group.entries * stagedEntryBytes) ?? null;
      groups.push(group);
      if (isOver()) return overAlready;
    }
    return groups;
  } catch (error) {
    if (error instanceof NotDirect) return { why: error.message };
    throw error;
  }
}
