import type { ColumnChunk, ParquetFooter } from './parquet-footer.ts';
import { narrowRange } from './parquet-leaf.ts';

/**
 * The elements of the schema whose integers, or decimals that lie in integers, are called narrower than they lie in the
 * file, and are not told to be all within that: DuckDB keeps the low bits of the others without a word, 300 as 44.
 */
export function leavesBeyondNarrow({ schema, groups }: ParquetFooter): ReadonlySet<number> {
  const found = new Set<number>();
  let leaf = 0;
  for (const [at, element] of schema.entries()) {
    if (element.type === null) continue;
    const range = narrowRange(element);
    if (range !== null && groups.some(({ chunks }) => !isWithin(chunks[leaf], range))) found.add(at);
    leaf++;
  }
  return found;
}

function isWithin(chunk: ColumnChunk | undefined, [low, high]: readonly [bigint, bigint]): boolean {
  if (chunk === undefined) return false;
  if (chunk.nulls === chunk.values) return true;
  const isSigned = low < 0n;
  return (
    chunk.bounds?.every((bytes) => {
      const value = integerOf(bytes, isSigned);
      return value !== null && low <= value && value <= high;
    }) ?? false
  );
}

/** Of a width that no integer has in Parquet, null. */
function integerOf(bytes: Uint8Array, isSigned: boolean): bigint | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 8) return isSigned ? view.getBigInt64(0, true) : view.getBigUint64(0, true);
  if (bytes.length === 4) return BigInt(isSigned ? view.getInt32(0, true) : view.getUint32(0, true));
  return null;
}
