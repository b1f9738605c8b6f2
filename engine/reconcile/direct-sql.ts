import type { CanonicalType, Reading } from '../canonical/types.ts';
import { literal } from '../snapshot/database.ts';
import type { DirectColumn } from '../snapshot/direct-column.ts';

/** How an export holds a column: as a Parquet type that we read ourselves, or as the text of a CSV field. */
export type DirectKind = DirectColumn | { readonly kind: 'field' };

/**
 * A column as DuckDB itself makes it of an export, by casts of its own and none of our grammar: the second path. Where
 * every value has a form, as the hash path has found, equal canonical values are equal here and unequal ones are not.
 */
export interface DirectSql {
  /** What is summed: a typed value. */
  readonly value: string;
  /** The same of a canonical text. */
  readonly ofText: (cell: string) => string;
  /** The canonical text, or null where SQL does not write it. */
  readonly text: string | null;
}

const bare = (reading: Reading): boolean =>
  reading.nullTexts.length === 0 &&
  reading.values === null &&
  reading.rules.length === 0 &&
  reading.groupSeparator === null &&
  reading.decimalSeparator === '.' &&
  reading.base === 10;
const isIso = ({ format }: Reading): boolean => format === null || format === 'iso8601';
const cast = (x: string, type: string): string => `CAST(${x} AS ${type})`;
const epochMicros: Readonly<Record<string, bigint>> = { epoch_s: 1_000_000n, epoch_ms: 1000n, epoch_us: 1n };

/**
 * `x` of this kind read as this type, or null where SQL has no equal of the reading. `width` is how many digits
 * decimals hold, the same on both sides.
 */
export function directSql(
  type: CanonicalType,
  reading: Reading,
  kind: DirectKind,
  x: string,
  width: 18 | 38,
): DirectSql | null {
  if (!bare(reading)) return null;
  const typed = (value: string | null, name: string, hasText = true): DirectSql | null =>
    value === null
      ? null
      : { value, ofText: (cell) => cast(cell, name), text: hasText ? cast(value, 'VARCHAR') : null };
  switch (type.kind) {
    case 'text':
      return typed(textSql(kind, x), 'VARCHAR');
    case 'int':
      return typed(isWhole(kind) && reading.scale === 0 ? cast(x, 'BIGINT') : null, 'BIGINT');
    case 'decimal': {
      if (type.scale > 18) return null;
      const name = `DECIMAL(${width}, ${type.scale})`;
      return typed(decimalSql(kind, reading.scale, x, name), name);
    }
    case 'bool':
      if (kind.kind === 'bool') return typed(x, 'BOOLEAN');
      if (kind.kind !== 'field') return null;
      return typed(
        `CASE WHEN ${x} IN (${reading.trueTexts.map(literal).join(', ')}) THEN true WHEN ${x} IS NOT NULL THEN false END`,
        'BOOLEAN',
      );
    case 'date':
      if (reading.format !== null || (kind.kind !== 'date' && kind.kind !== 'field')) return null;
      return typed(cast(x, 'DATE'), 'DATE');
    case 'timestamp':
    case 'datetime':
      if (type.precision > 6) return null;
      return typed(timeSql(type.kind, reading, kind, x), 'TIMESTAMP', false);
    case 'float':
      if (kind.kind !== 'double' && kind.kind !== 'float' && kind.kind !== 'field') return null;
      // The canonical text is bits, which SQL does not read: the fetched rows come with the double beside it.
      return { value: cast(x, 'DOUBLE'), ofText: (cell) => cell.replace(/c(\d+)$/, 'h$1'), text: null };
    case 'uuid':
      return kind.kind === 'field' ? typed(cast(x, 'UUID'), 'UUID') : null;
    case 'bytes':
      return null;
  }
}

const isWhole = (kind: DirectKind): boolean =>
  kind.kind === 'field' || ((kind.kind === 'int32' || kind.kind === 'int64') && kind.digits === 0);

function textSql(kind: DirectKind, x: string): string | null {
  if (kind.kind === 'field' || kind.kind === 'text') return x;
  const written = ['int32', 'int64', 'fixed', 'bool', 'date'];
  return written.includes(kind.kind) ? cast(x, 'VARCHAR') : null;
}

function decimalSql(kind: DirectKind, scale: number, x: string, name: string): string | null {
  if (kind.kind === 'field') return scale === 0 ? cast(x, name) : null;
  if (kind.kind !== 'int32' && kind.kind !== 'int64' && kind.kind !== 'fixed') return null;
  if (scale === 0) return cast(x, name);
  if (kind.digits !== 0 || scale > 0 || scale < -18) return null;
  return cast(`CAST(${x} AS DECIMAL(18, 0)) * CAST('1e${scale}' AS DECIMAL(18, ${-scale}))`, name);
}

function timeSql(type: 'timestamp' | 'datetime', reading: Reading, kind: DirectKind, x: string): string | null {
  if (kind.kind === 'time')
    return isIso(reading) && kind.unit <= 6 && kind.instant === (type === 'timestamp') ? cast(x, 'TIMESTAMP') : null;
  // A zone is for texts without an offset, which the hash path would read by it.
  if (kind.kind === 'field') {
    if (!isIso(reading) || reading.zone !== null) return null;
    // A cast to TIMESTAMP alone passes over an offset without a word.
    return cast(type === 'timestamp' ? cast(x, 'TIMESTAMPTZ') : x, 'TIMESTAMP');
  }
  const micros = epochMicros[reading.format ?? ''];
  if (micros === undefined || kind.kind !== 'int64' || kind.digits !== 0) return null;
  return `make_timestamp(${x} * ${micros})`;
}
