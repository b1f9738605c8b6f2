import type { Side } from '../../../contract/side.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { NotDirect } from '../../snapshot/parquet/not-direct.ts';
import type { HashName } from '../../tree/hashes.ts';
import type { ListedTable } from './listed-table.ts';
import { keepIn, type ListedPart } from './listed-part.ts';
import { listFormless, listInJs } from './part-in-js.ts';
import { listInKernel } from './part-in-kernel.ts';

export interface PartRequest {
  readonly table: ListedTable;
  readonly part:
    | { readonly of: 'formless'; readonly side: Side; readonly path: string }
    | { readonly of: 'drilled'; readonly path: string; readonly group: number };
  readonly hash: HashName;
  /** Memory for what is made, shared with whoever asks. */
  readonly room: Uint8Array<SharedArrayBuffer>;
}

/** A part of the listing: differences as bytes, and what they count. */
export async function listPart(request: PartRequest, kernel: Kernel | null): Promise<ListedPart> {
  const { table, part, hash, room } = request;
  if (part.of === 'formless') return listFormless(table, part.side, part.path, keepIn(room));
  if (kernel !== null) {
    try {
      return listInKernel(kernel, table, part, hash, keepIn(room));
    } catch (error) {
      // Rows of texts too long for the kernel's memory are listed one by one.
      if (!(error instanceof NotDirect)) throw error;
    }
  }
  return listInJs(table, part, hash, keepIn(room));
}
