import { isInstant, isUntold, isUntoldDate, leafDigits } from './parquet-leaf.ts';
import { leavesBeyondNarrow } from './narrow-leaves.ts';
import type { ParquetFooter, SchemaElement } from './parquet-footer.ts';

/** How the reader of our own reads a Parquet column. */
export type DirectColumn = {
  /** Index of the column chunk in a row group. */
  readonly chunk: number;
  readonly optional: boolean;
} & (
  | { readonly kind: 'text' | 'bytes' | 'uuid' | 'bool' | 'double' | 'float' | 'date' }
  | { readonly kind: 'int32' | 'int64'; readonly digits: number }
  | { readonly kind: 'fixed'; readonly width: number; readonly digits: number }
  | { readonly kind: 'time'; readonly unit: 3 | 6 | 9; readonly instant: boolean }
);

type Kind = DirectColumn extends infer T ? (T extends unknown ? Omit<T, 'chunk' | 'optional'> : never) : never;

const unsigned = [13, 14]; // UINT_32, UINT_64 as converted types
const logicalId = { string: 1, decimal: 5, date: 6, timestamp: 8, integer: 10, uuid: 14 };
const convertedId = { utf8: 0, decimal: 5, date: 6, timestampMillis: 9, timestampMicros: 10 };

/** The top-level columns that it reads, by name; whatever else the file holds is not for it. */
export function directColumns(footer: ParquetFooter): ReadonlyMap<string, DirectColumn> {
  const { schema } = footer;
  const beyond = leavesBeyondNarrow(footer);
  const found = new Map<string, DirectColumn>();
  let chunk = 0;
  let top = 0;
  for (let at = 1, open = 0; at < schema.length; at++) {
    const element = schema[at]!;
    const inside = open > 0;
    open = inside ? open - 1 + element.children : element.children;
    if (!inside) top++;
    if (element.type === null) continue;
    const kind = inside || element.repetition > 1 || beyond.has(at) ? null : kindOf(element);
    if (kind !== null) found.set(element.name, { ...kind, chunk, optional: element.repetition === 1 });
    chunk++;
  }
  return top === schema[0]?.children ? found : new Map();
}

function kindOf(element: SchemaElement): Kind | null {
  const { type, convertedType, logical } = element;
  const is = (id: number, converted: number): boolean =>
    logical === null ? convertedType === converted : logical.id === id;
  const isDecimal = is(logicalId.decimal, convertedId.decimal);
  const bare = logical === null && convertedType === null;
  if (type === null || isUntold(element) || isUntoldDate(element)) return null;
  switch (type) {
    case 0:
      return bare ? { kind: 'bool' } : null;
    case 1:
    case 2: {
      const kind = type === 1 ? 'int32' : 'int64';
      if (isDecimal) return { kind, digits: element.scale };
      if (type === 1 && is(logicalId.date, convertedId.date)) return { kind: 'date' };
      if (
        type === 2 &&
        (is(logicalId.timestamp, convertedId.timestampMillis) || is(logicalId.timestamp, convertedId.timestampMicros))
      )
        return { kind: 'time', unit: leafDigits(element) as 3 | 6 | 9, instant: isInstant(element) };
      if (bare) return { kind, digits: 0 };
      const signed =
        convertedType === null ? isSigned(element) : !unsigned.includes(convertedType) && convertedType >= 11;
      return signed && (logical === null || logical.id === logicalId.integer) ? { kind, digits: 0 } : null;
    }
    case 4:
      return bare ? { kind: 'float' } : null;
    case 5:
      return bare ? { kind: 'double' } : null;
    case 6:
      if (bare) return { kind: 'bytes' };
      return is(logicalId.string, convertedId.utf8) ? { kind: 'text' } : null;
    case 7:
      if (logical?.id === logicalId.uuid) return element.length === 16 ? { kind: 'uuid' } : null;
      return isDecimal && element.length >= 1 && element.length <= 16
        ? { kind: 'fixed', width: element.length, digits: element.scale }
        : null;
    default:
      return null;
  }
}

/** LogicalType INTEGER: field 1 the bit width, field 2 whether it is signed. Small unsigned ones fit all the same. */
function isSigned({ logical }: SchemaElement): boolean {
  const value = logical?.value;
  if (!(value instanceof Map)) return false;
  const fields = value as ReadonlyMap<number, unknown>;
  return fields.get(2) === true || (fields.get(1) !== 32 && fields.get(1) !== 64);
}
