import type { SchemaElement } from './parquet-footer.ts';
import type { Thrift } from './thrift-compact.ts';

// Parquet's numbers: of physical types, of converted types, and of the LogicalType union.
const int96 = 3;
const converted = { decimal: 5, timeMillis: 7, timestampMillis: 9 };
const logical = { decimal: 5, time: 7, timestamp: 8 };
const digitsOf: Readonly<Record<number, number>> = { 1: 3, 2: 6, 3: 9 };

const member = (value: Thrift | undefined, id: number): Thrift | undefined =>
  value instanceof Map ? (value as ReadonlyMap<number, Thrift>).get(id) : undefined;

/** Fraction digits of a time's unit: 3, 6 or 9. Of no meaning for what is not a time. */
export function leafUnit({ type, convertedType, logical: kind }: SchemaElement): number {
  if (type === int96) return 9;
  if (kind?.id === logical.time || kind?.id === logical.timestamp) {
    const unit = member(kind.value, 2);
    const id = unit instanceof Map ? [...(unit as ReadonlyMap<number, Thrift>).keys()][0] : undefined;
    return digitsOf[id ?? 2] ?? 6;
  }
  return convertedType === converted.timeMillis || convertedType === converted.timestampMillis ? 3 : 6;
}

/** What DuckDB would cut or bend without a word is refused. */
export function refuseLossy(element: SchemaElement, refuse: (what: string) => Error): void {
  const { type, convertedType, logical: kind, precision } = element;
  if (type === int96) throw refuse('INT96 times');
  const nanos = leafUnit(element) === 9;
  if (nanos && kind?.id === logical.time) throw refuse('times of day in nanoseconds');
  if (nanos && kind?.id === logical.timestamp && member(kind.value, 1) === true)
    throw refuse('instants in nanoseconds');
  const digits =
    kind?.id === logical.decimal ? Number(member(kind.value, 2)) : convertedType === converted.decimal ? precision : 0;
  if (digits > 38) throw refuse(`decimals of ${digits} digits`);
}
