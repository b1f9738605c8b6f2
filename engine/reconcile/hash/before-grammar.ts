import { textRules, type CanonicalType, type Reading, type TextRule } from '../../canonical/types.ts';
import { unitsText } from '../../canonical/scaled-integer.ts';
import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { KernelColumn } from '../../kernel/row-batch.ts';
import { formlessMark } from '../../snapshot/raw-column.ts';

/** A column after what comes before its type's grammar: texts that are NULL, and rules. */
export interface Prepared {
  /** For the grammar. What was there before is still there, for rows that are left. */
  readonly column: KernelColumn;
  /** What is still to be done. */
  readonly reading: Reading;
  /** u8 a row: 1 where the reading's first rule, a trim, has altered the text; 0 where there is none such. */
  readonly trimmed: number;
}

/**
 * Takes out what is NULL and trims, in the kernel; rows that another rule may alter are marked in `left`. null: all of it
 * is asked of each cell.
 */
export function prepareColumn(
  kernel: Kernel,
  arena: Arena,
  { kind }: CanonicalType,
  reading: Reading,
  column: KernelColumn,
  rows: number,
  left: number,
): Prepared | null {
  const { nullTexts, values, rules } = reading;
  const bare = { ...reading, nullTexts: [], rules: [] };
  if (nullTexts.length === 0 && values === null && rules.length === 0) return { column, reading, trimmed: 0 };
  if (nullTexts.length > 0 && !takeNulls(kernel, arena, nullTexts, column, rows)) return null;
  if (values !== null) return null;
  if (rules.length === 0) return { column, reading: bare, trimmed: 0 };
  // Digits, signs and points alone: no rule alters them.
  if (column.kind === 'int32' || column.kind === 'int64' || column.kind === 'date')
    return { column, reading: bare, trimmed: 0 };
  if (column.kind !== 'text') return null;
  const { starts, ends, valid } = column;
  const ruled = { starts: arena.alloc(rows * 4), ends: arena.alloc(rows * 4), valid };
  const trims = rules[0] === 'trim';
  const trimmed = trims ? arena.alloc(rows) : 0;
  if (trims) kernel.trimTexts(starts, ends, valid, rows, formlessMark, ruled.starts, ruled.ends, trimmed);
  else {
    arena.u32(ruled.starts, rows).set(arena.u32(starts, rows));
    arena.u32(ruled.ends, rows).set(arena.u32(ends, rows));
  }
  const rest = trims ? rules.slice(1) : rules;
  if (rest.length > 0 || kind === 'text')
    kernel.ruledTexts(ruled.starts, ruled.ends, valid, rows, bitsOf(rest), formlessMark, left);
  return { column: { ...column, ...ruled }, reading: bare, trimmed };
}

const bitsOf = (rules: readonly TextRule[]): number =>
  rules.reduce((bits, rule) => bits | (1 << textRules.indexOf(rule)), 0);

/** Makes NULL of the values whose text is among these; false where the kernel does not see a value's text. */
function takeNulls(
  kernel: Kernel,
  arena: Arena,
  texts: readonly string[],
  column: KernelColumn,
  rows: number,
): boolean {
  const mark = arena.mark();
  if (column.kind === 'text') {
    const bytes = texts.map((text) => Buffer.from(text));
    const spans = arena.alloc(bytes.length * 8);
    const laid = bytes.flatMap((one) => {
      const at = arena.alloc(one.length);
      arena.bytes(at, one.length).set(one);
      return [at, at + one.length];
    });
    arena.u32(spans, laid.length).set(laid);
    kernel.nullTexts(column.starts, column.ends, column.valid, rows, spans, bytes.length);
  } else if (column.kind === 'int32' || column.kind === 'int64') {
    const numbers = texts.flatMap((text) => unitsOf(text, column.digits) ?? []);
    const at = arena.alloc(numbers.length * 8);
    numbers.forEach((number, i) => arena.view().setBigInt64(at + i * 8, number, true));
    const size = column.kind === 'int32' ? 4 : 8;
    kernel.nullValues(column.values, size, column.valid, rows, at, numbers.length);
  } else return false;
  arena.release(mark);
  return true;
}

/** The units that are written as this very text, or null where none of 64 bits are. */
function unitsOf(text: string, digits: number): bigint | null {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return null;
  const units = BigInt(text.replace('.', ''));
  return BigInt.asIntN(64, units) === units && unitsText(units, digits) === text ? units : null;
}
