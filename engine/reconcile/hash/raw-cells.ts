import { jcsOfLexemes } from '../../canonical/json-value.ts';
import { doubleText } from '../../canonical/double-text.ts';
import type { PlainColumn } from '../../snapshot/parquet/plain-column.ts';
import type { RawCell } from '../../kernel/row-batch.ts';
import { formlessMark, type RawColumn } from '../../snapshot/raw-column.ts';

export type RawKind = RawColumn['kind'];

/** A reader of one raw column's cells by row. */
export function rawCells(column: PlainColumn, kind: RawKind): (row: number) => RawCell {
  const { valid } = column;
  if (column.kind === 'double') {
    const { values } = column;
    return (row) => (valid[row] === 0 ? null : doubleText(values[row]!));
  }
  if (column.kind !== 'text') return (row) => (valid[row] === 0 ? null : String(column.values[row]));
  const { starts, ends } = column;
  const bytes = Buffer.from(column.bytes.buffer, column.bytes.byteOffset, column.bytes.byteLength);
  const text = (row: number) => decode(bytes, starts[row]!, ends[row]!);
  if (kind === 'json')
    return (row) => {
      if (valid[row] === 0) return null;
      const json = text(row);
      return jcsOfLexemes(json) ?? { formless: json };
    };
  if (kind === 'formless') return (row) => (valid[row] === 0 ? null : { formless: text(row) });
  return (row) => {
    if (valid[row] === 0) return null;
    const start = starts[row]!;
    if (bytes[start] === formlessMark && start < ends[row]!) return { formless: decode(bytes, start + 1, ends[row]!) };
    return decode(bytes, start, ends[row]!);
  };
}

/** UTF-8 to text; latin1 is several times faster and the same for ASCII. */
function decode(bytes: Buffer, start: number, end: number): string {
  for (let i = start; i < end; i++) if (bytes[i]! > 127) return bytes.toString('utf8', start, end);
  return bytes.toString('latin1', start, end);
}
