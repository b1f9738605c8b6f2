import type { SchemaElement } from './parquet-footer.ts';
import type { Thrift } from './thrift-compact.ts';

// Parquet's numbers: of physical types, of converted types, and of the LogicalType union.
const int32 = 1;
const int64 = 2;
const int96 = 3;
const byteArray = 6;
const fixed = 7;
const converted = { decimal: 5, timeMillis: 7, timestampMillis: 9 };
const logical = { decimal: 5, date: 6, time: 7, timestamp: 8, integer: 10 };
const textConverted = [0, 4, 19]; // UTF8, ENUM, JSON
const timestampConverted = [9, 10]; // TIMESTAMP_MILLIS, TIMESTAMP_MICROS
const textLogical = [1, 4, 12];
const signedRange = (bits: bigint): readonly [bigint, bigint] => [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
const narrow: Readonly<Record<number, readonly [bigint, bigint]>> = {
  11: [0n, 0xffn], // UINT_8
  12: [0n, 0xffffn], // UINT_16
  15: signedRange(8n), // INT_8
  16: signedRange(16n), // INT_16
};
const digitsOf: Readonly<Record<number, number>> = { 1: 3, 2: 6, 3: 9 };

const member = (value: Thrift | undefined, id: number): Thrift | undefined =>
  value instanceof Map ? (value as ReadonlyMap<number, Thrift>).get(id) : undefined;

/** Fraction digits of a time's unit: 3, 6 or 9. Of no meaning for what is not a time. */
export function leafDigits({ type, convertedType, logical: kind }: SchemaElement): number {
  if (type === int96) return 9;
  if (kind?.id === logical.time || kind?.id === logical.timestamp) {
    const unit = member(kind.value, 2);
    const id = unit instanceof Map ? [...(unit as ReadonlyMap<number, Thrift>).keys()][0] : undefined;
    return digitsOf[id ?? 2] ?? 6;
  }
  return convertedType === converted.timeMillis || convertedType === converted.timestampMillis ? 3 : 6;
}

/** Whether a timestamp is an instant: a converted type without a logical one always is. */
export const isInstant = ({ logical: kind }: SchemaElement): boolean =>
  kind?.id !== logical.timestamp || member(kind.value, 1) === true;

/** Nanoseconds, which DuckDB cuts off or has not all of; read as the bare numbers they are, nothing is lost. */
export type BareTime = 'int96' | 'instant' | 'civil' | 'time';
/** What is read as the bytes or numbers it is, and not as what it is called. */
export type Bare = BareTime | 'text' | 'decimal' | 'integer';

export const isText = ({ convertedType, logical: kind }: SchemaElement): boolean =>
  kind === null ? textConverted.includes(convertedType ?? -1) : textLogical.includes(kind.id);

/** What is read bare: of nanoseconds all, and with `all` every time since one among them is beyond DuckDB's. */
export function bareTime(element: SchemaElement, all: boolean): BareTime | null {
  const { type, convertedType, logical: kind } = element;
  if (type === int96) return 'int96';
  const digits = leafDigits(element);
  if (kind?.id === logical.time) return digits === 9 ? 'time' : null;
  const isTimestamp = kind === null ? timestampConverted.includes(convertedType ?? -1) : kind.id === logical.timestamp;
  if (!isTimestamp || (digits < 9 && !all)) return null;
  return isInstant(element) ? 'instant' : 'civil';
}

/** Digits of a decimal, and how many of them are behind the point; 0 of what is none. */
export const decimalDigits = ({ convertedType, precision, logical: kind }: SchemaElement): number =>
  kind?.id === logical.decimal ? Number(member(kind.value, 2)) : convertedType === converted.decimal ? precision : 0;

export const decimalScale = ({ scale, logical: kind }: SchemaElement): number =>
  kind?.id === logical.decimal ? Number(member(kind.value, 1) ?? 0) : scale;

/** The most bytes that a decimal takes. */
export const decimalBytes = (element: SchemaElement): number =>
  element.type === byteArray ? Math.ceil((decimalDigits(element) * Math.log2(10) + 1) / 8) : element.length;

export const isInBytes = ({ type }: SchemaElement): boolean => type === byteArray || type === fixed;

/** DuckDB reads a decimal of more than 38 digits as a double without a word. */
const isTooWide = (element: SchemaElement): boolean => decimalDigits(element) > 38;

/** DuckDB knows a decimal by its converted type alone, and reads another as the integer or the bytes it lies in. */
export const isUntold = (element: SchemaElement): boolean =>
  decimalDigits(element) > 0 && element.convertedType !== converted.decimal;

/** Those that are read as what they lie in. */
export const isBareDecimal = (element: SchemaElement): boolean =>
  (isTooWide(element) || isUntold(element)) && (!isInBytes(element) || decimalBytes(element) <= 64);

/** Those that cannot be. */
export const isLostDecimal = (element: SchemaElement): boolean =>
  (isTooWide(element) || isUntold(element)) && !isBareDecimal(element);

export const isUntoldDate = ({ convertedType, logical: kind }: SchemaElement): boolean =>
  convertedType === null && kind?.id === logical.date;

/** Bits of an unsigned integer by its logical type: field 1 is the width, field 2 whether it is signed. 0 of what is none. */
export const unsignedBits = ({ logical: kind }: SchemaElement): number =>
  kind?.id === logical.integer && member(kind.value, 2) === false ? Number(member(kind.value, 1)) : 0;

/** Lowest and highest of what DuckDB keeps in fewer bits than the file has for it; null where it keeps all of them. */
export function narrowRange(element: SchemaElement): readonly [low: bigint, high: bigint] | null {
  const { type, convertedType } = element;
  if (type !== int32 && type !== int64) return null;
  if (convertedType !== converted.decimal) return type === int32 ? (narrow[convertedType ?? -1] ?? null) : null;
  const digits = decimalDigits(element);
  return digits <= 4 ? signedRange(16n) : type === int64 && digits <= 9 ? signedRange(32n) : null;
}
