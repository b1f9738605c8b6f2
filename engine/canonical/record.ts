import { isFloatBits } from './float.ts';
import { compileReading } from './read-value.ts';
import { typeName } from './type-name.ts';
import type { CanonicalType } from './types.ts';
import { defaultReading } from './types.ts';

/** A cell as it stands in a record: text quoted, every quote in it doubled; NULL nothing. */
export function encodeCell(type: CanonicalType, cell: string | null): string {
  if (cell === null) return '';
  if (type.kind !== 'text') return cell;
  return cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : `"${cell}"`;
}

/** The canonical record of cells (formats.md section 1), in the order of their columns. */
export function encodeRecord(types: readonly CanonicalType[], cells: readonly (string | null)[]): string {
  let record = '';
  for (let i = 0; i < types.length; i++) {
    if (i > 0) record += ',';
    record += encodeCell(types[i]!, cells[i]!);
  }
  return record;
}

const judges = new Map<string, (cell: string) => boolean>();

function judgeOf(type: CanonicalType): (cell: string) => boolean {
  const name = typeName(type);
  let judge = judges.get(name);
  if (judge === undefined) {
    const reader = compileReading(type, defaultReading);
    // A canonical text reads as itself; only a float is written otherwise than it is read.
    judge = type.kind === 'float' ? isFloatBits : (cell) => reader.read(cell) === cell;
    judges.set(name, judge);
  }
  return judge;
}

/** The index after the closing quote of the text that opens at `start`, or -1. */
function endOfText(record: string, start: number): number {
  let quote = record.indexOf('"', start + 1);
  while (quote >= 0 && record[quote + 1] === '"') quote = record.indexOf('"', quote + 2);
  return quote < 0 ? -1 : quote + 1;
}

/** The cells of a record, or undefined when no cells of these types make it: the strict inverse of `encodeRecord`. */
export function parseRecord(types: readonly CanonicalType[], record: string): (string | null)[] | undefined {
  const cells: (string | null)[] = [];
  let at = 0;
  for (const [i, type] of types.entries()) {
    if (i > 0 && record[at++] !== ',') return undefined;
    if (type.kind === 'text' && record[at] === '"') {
      const end = endOfText(record, at);
      if (end < 0) return undefined;
      cells.push(record.slice(at + 1, end - 1).replaceAll('""', '"'));
      at = end;
      continue;
    }
    const comma = record.indexOf(',', at);
    const end = comma < 0 ? record.length : comma;
    const cell = record.slice(at, end);
    if (cell !== '' && (type.kind === 'text' || !judgeOf(type)(cell))) return undefined;
    cells.push(cell === '' ? null : cell);
    at = end;
  }
  return at === record.length ? cells : undefined;
}
