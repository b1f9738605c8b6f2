import type { Arena } from '../../kernel/arena.ts';
import type { KernelColumn } from '../../kernel/row-batch.ts';
import type { PlainColumn } from '../../snapshot/parquet/plain-column.ts';
import { rawCells, type RawKind } from './raw-cells.ts';

/** A column of a raw stage, laid into kernel memory. */
export function stageColumn(arena: Arena, column: PlainColumn, kind: RawKind): KernelColumn {
  const cell = rawCells(column, kind);
  const rows = column.valid.length;
  const put = (bytes: Uint8Array): number => {
    const at = arena.alloc(bytes.length + 16); // lanes read past a value's end
    arena.bytes(at, bytes.length).set(bytes);
    return at;
  };
  if (column.kind === 'double')
    return { kind: 'double', values: put(bytesOf(column.values)), valid: put(column.valid), cell };
  if (column.kind !== 'text' || kind !== 'text') return { kind: 'other', cell };
  const base = put(column.bytes);
  const addresses = (offsets: Uint32Array): number => {
    const at = arena.alloc(rows * 4);
    const out = arena.u32(at, rows);
    for (let row = 0; row < rows; row++) out[row] = base + offsets[row]!;
    return at;
  };
  return {
    kind: 'text',
    starts: addresses(column.starts),
    ends: addresses(column.ends),
    valid: put(column.valid),
    cell,
  };
}

const bytesOf = (values: Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
