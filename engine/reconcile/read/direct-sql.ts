import type { CanonicalType, Reading } from '../../canonical/types.ts';
import { literal } from '../../snapshot/duckdb/database.ts';
import type { DirectColumn } from '../../snapshot/parquet/direct-column.ts';
import { codesSql, nullsSql, ruleSql } from './reading-sql.ts';
import { dateSql, timeSql } from './time-sql.ts';

/** How an export holds a column: as a Parquet type that we read ourselves, or as the text of a CSV field. */
export type DirectKind = DirectColumn | { readonly kind: 'field' };

/**
 * A column as DuckDB itself makes it of an export, by casts of its own and none of our grammar: the second path. Where
 * every value has a form, as the hash path has found, equal canonical values are equal here and unequal ones are not.
 */
export interface DirectSql {
  /** Expressions that are made one of another, of `x` the first: what a later one says more than once is made once. */
  readonly steps: readonly ((x: string) => string)[];
  /** The typed value, which is summed, of a canonical text. */
  readonly ofText: (cell: string) => string;
  /** The canonical text of the typed value, or null where SQL does not write it. */
  readonly text: ((value: string) => string) | null;
}

/** What numbers are held in: the same on both sides. */
export interface Widths {
  /** Digits of decimals. */
  readonly decimal: 18 | 38;
  /** Whether integers are of any size. */
  readonly wideInt: boolean;
}

const cast = (x: string, type: string): string => `CAST(${x} AS ${type})`;
const itself = (x: string): string => x;

/** A column of this kind read as this type, or null where SQL has no equal of the reading. */
export function directSql(type: CanonicalType, reading: Reading, kind: DirectKind, widths: Widths): DirectSql | null {
  const { nullTexts, values, rules } = reading;
  if (![...nullTexts, ...(values === null ? [] : [...values].flat())].every(isSpoken)) return null;
  const before: ((x: string) => string)[] = [];
  const write = writtenAs(kind);
  let now = kind;
  if (nullTexts.length > 0) {
    if (write === null) return null;
    before.push((x) => nullsSql(nullTexts, write(x), x));
  }
  if (values !== null) {
    if (write === null) return null;
    before.push(write, (x) => codesSql(values, reading.valuesElseKeep, x));
    now = { kind: 'field' };
  }
  // Digits, signs and points alone: no rule alters them.
  if (isText(now)) for (const rule of rules) before.push((x) => ruleSql[rule](x));
  else if (rules.length > 0 && !['int32', 'int64', 'fixed', 'date'].includes(now.kind)) return null;
  const typed = typedSql(type, reading, now, widths);
  return typed && { ...typed, steps: [...before, ...typed.steps] };
}

const bareCast = /^CAST\(x AS (BIGINT|DOUBLE|TIMESTAMP|DATE|DECIMAL\(18, \d+\))\)$/;

/**
 * The type of a column that is nothing but a cast of what the export holds: DuckDB's reader of CSV makes the same of a
 * field by itself, sooner than by way of a text.
 */
export function castOf({ steps }: DirectSql): string | null {
  return steps.length === 1 ? (bareCast.exec(steps[0]!('x'))?.[1] ?? null) : null;
}

/** DuckDB is told its queries as texts that a zero byte ends. */
const isSpoken = (text: string): boolean => !text.includes('\0');

export const isText = ({ kind }: DirectKind): boolean => kind === 'field' || kind === 'text';

/** A value as formats.md section 2 writes it, or null where SQL writes it otherwise. */
function writtenAs(kind: DirectKind): ((x: string) => string) | null {
  if (isText(kind)) return itself;
  if ('digits' in kind && kind.digits > 0)
    // DuckDB writes no zero before the point where all digits are behind it.
    return (x) => `regexp_replace(${cast(x, 'VARCHAR')}, '^(-?)\\.', '\\10.')`;
  if (kind.kind === 'bytes') return hexSql;
  return ['int32', 'int64', 'fixed', 'bool', 'date', 'uuid'].includes(kind.kind) ? (x) => cast(x, 'VARCHAR') : null;
}

const hexSql = (x: string): string => `'0x' || lower(hex(${x}))`;

function bytesSql({ encoding }: Reading, kind: DirectKind): ((x: string) => string) | null {
  if (kind.kind === 'bytes') return encoding === 'hex' ? itself : null;
  if (!isText(kind)) return null;
  return encoding === 'hex' ? (x) => `unhex(regexp_replace(${x}, '^(0[xX]|\\\\x)', ''))` : (x) => `from_base64(${x})`;
}

function typedSql(type: CanonicalType, reading: Reading, kind: DirectKind, widths: Widths): DirectSql | null {
  const as = (name: string, value: ((x: string) => string) | null): DirectSql | null =>
    value && { steps: [value], ofText: (cell) => cast(cell, name), text: (v) => cast(v, 'VARCHAR') };
  switch (type.kind) {
    case 'text':
      return as('VARCHAR', writtenAs(kind));
    case 'int':
      return as(widths.wideInt ? 'BIGNUM' : 'BIGINT', intSql(reading, kind, widths));
    case 'decimal': {
      if (type.scale > 18) return null;
      const name = `DECIMAL(${widths.decimal}, ${type.scale})`;
      return as(name, decimalSql(kind, reading, type.scale, name));
    }
    case 'bool':
      if (kind.kind === 'bool') return as('BOOLEAN', itself);
      if (!isText(kind) || ![...reading.trueTexts, ...reading.falseTexts].every(isSpoken)) return null;
      return as(
        'BOOLEAN',
        (x) =>
          `CASE WHEN ${x} IN (${reading.trueTexts.map(literal).join(', ')}) THEN true WHEN ${x} IS NOT NULL THEN false END`,
      );
    case 'date':
      return dateSql(reading, kind);
    case 'timestamp':
    case 'datetime':
      return timeSql(type, reading, kind);
    case 'float':
      if (kind.kind !== 'double' && kind.kind !== 'float' && !isText(kind)) return null;
      // The canonical text is bits, which SQL does not read: the fetched rows come with the double beside it.
      return { steps: [(x) => cast(x, 'DOUBLE')], ofText: (cell) => cell.replace(/c(\d+)$/, 'h$1'), text: null };
    case 'uuid':
      return as('UUID', isText(kind) || kind.kind === 'uuid' ? (x) => cast(x, 'UUID') : null);
    case 'bytes': {
      const value = bytesSql(reading, kind);
      return value && { steps: [value], ofText: (cell) => `unhex(substr(${cell}, 3))`, text: hexSql };
    }
  }
}

/** A text of the decimal grammar with DuckDB's point, or null where its cast does not read it so. */
function numberText({ groupSeparator, decimalSeparator, base }: Reading): ((x: string) => string) | null {
  if (base !== 10) return null;
  return (x) => {
    const bare = groupSeparator === null ? x : `replace(${x}, ${literal(groupSeparator)}, '')`;
    return decimalSeparator === '.' ? bare : `replace(${bare}, ${literal(decimalSeparator)}, '.')`;
  };
}

const isPlainNumber = ({ groupSeparator, decimalSeparator, base }: Reading): boolean =>
  groupSeparator === null && decimalSeparator === '.' && base === 10;

function intSql(reading: Reading, kind: DirectKind, { wideInt }: Widths): ((x: string) => string) | null {
  const name = wideInt ? 'BIGNUM' : 'BIGINT';
  if (reading.scale !== 0) return null;
  if (isText(kind)) {
    const text = numberText(reading);
    return text && ((x) => cast(text(x), name));
  }
  const whole = (kind.kind === 'int32' || kind.kind === 'int64') && kind.digits === 0;
  return whole && isPlainNumber(reading) ? (x) => cast(x, name) : null;
}

function decimalSql(kind: DirectKind, reading: Reading, places: number, name: string): ((x: string) => string) | null {
  const { scale } = reading;
  const text = isText(kind) ? numberText(reading) : isPlainNumber(reading) ? itself : null;
  if (text === null || (!isText(kind) && !['int32', 'int64', 'fixed'].includes(kind.kind))) return null;
  if (scale === 0) return (x) => cast(text(x), name);
  // What has a form in `places` digits has so many before it is scaled; the product is exact, and so is the cast.
  const digits = Math.max(0, places + scale);
  if (digits > 18 || Math.abs(scale) > 18) return null;
  const factor = `CAST('1e${scale}' AS DECIMAL(${scale > 0 ? scale + 1 : 18}, ${Math.max(0, -scale)}))`;
  return (x) => cast(`CAST(${text(x)} AS DECIMAL(18, ${digits})) * ${factor}`, name);
}
