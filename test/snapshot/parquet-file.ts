import { writeFileSync } from 'node:fs';

/** A value of Thrift's compact protocol, said with its type: what the product's writer has no use for is needed here. */
type Field = readonly [id: number, value: Value];
export type Value =
  | { readonly byte: number }
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly bytes: Buffer }
  | { readonly bool: boolean }
  | { readonly fields: readonly Field[] }
  | { readonly list: readonly Value[] };

export interface RawColumn {
  readonly name: string;
  /** The group that it is in, with those beside it that are of the same. */
  readonly inside?: string;
  /** BOOLEAN 0, INT32 1, INT64 2, INT96 3, FLOAT 4, DOUBLE 5, BYTE_ARRAY 6, FIXED 7. */
  readonly type: number;
  readonly length?: number;
  readonly converted?: number;
  readonly scale?: number;
  readonly precision?: number;
  readonly logical?: Value;
  /** One required value a row, in PLAIN encoding. */
  readonly values: readonly Buffer[];
  /** The least and the greatest, true or not; without, the file says nothing of them. */
  readonly bounds?: readonly [low: Buffer, high: Buffer];
}

const varint = (value: bigint): number[] =>
  value > 127n ? [Number(value & 127n) | 128, ...varint(value >> 7n)] : [Number(value)];
const zigzag = (value: number): number[] => varint((BigInt(value) << 1n) ^ (BigInt(value) >> 63n));

function encode(value: Value): { type: number; bytes: number[] } {
  if ('byte' in value) return { type: 3, bytes: [value.byte & 255] };
  if ('i32' in value) return { type: 5, bytes: zigzag(value.i32) };
  if ('i64' in value) return { type: 6, bytes: zigzag(value.i64) };
  if ('bool' in value) return { type: value.bool ? 1 : 2, bytes: [] };
  if ('text' in value)
    return { type: 8, bytes: [...varint(BigInt(Buffer.byteLength(value.text))), ...Buffer.from(value.text)] };
  if ('bytes' in value) return { type: 8, bytes: [...varint(BigInt(value.bytes.length)), ...value.bytes] };
  if ('list' in value) {
    const items = value.list.map(encode);
    return {
      type: 9,
      bytes: [0xf0 | items[0]!.type, ...varint(BigInt(items.length)), ...items.flatMap(({ bytes }) => bytes)],
    };
  }
  let last = 0;
  const bytes: number[] = [];
  for (const [id, field] of value.fields) {
    const { type, bytes: body } = encode(field);
    bytes.push(((id - last) << 4) | type, ...body);
    last = id;
  }
  return { type: 12, bytes: [...bytes, 0] };
}
const struct = (...fields: readonly (Field | null)[]): Value => ({ fields: fields.filter((field) => field !== null) });

export const timestamp = (unit: 1 | 2 | 3, adjusted = true): Value =>
  struct([8, struct([1, { bool: adjusted }], [2, struct([unit, struct()])])]);
export const time = (unit: 1 | 2 | 3, adjusted = false): Value =>
  struct([7, struct([1, { bool: adjusted }], [2, struct([unit, struct()])])]);
export const decimal = (precision: number, scale: number): Value =>
  struct([5, struct([1, { i32: scale }], [2, { i32: precision }])]);
export const integer = (bits: number, signed: boolean): Value =>
  struct([10, struct([1, { byte: bits }], [2, { bool: signed }])]);
export const bare = (id: number): Value => struct([id, struct()]);

/** Writes a Parquet file of one row group with whatever schema is asked for, right or wrong. */
export function writeParquet(path: string, columns: readonly RawColumn[]): void {
  const rows = columns[0]!.values.length;
  const parts: Buffer[] = [Buffer.from('PAR1')];
  let offset = 4;
  const chunks = columns.map((column) => {
    const body = Buffer.concat(column.values);
    const header = Buffer.from(
      encode(
        struct(
          [1, { i32: 0 }],
          [2, { i32: body.length }],
          [3, { i32: body.length }],
          [5, struct([1, { i32: rows }], [2, { i32: 0 }], [3, { i32: 3 }], [4, { i32: 3 }])],
        ),
      ).bytes,
    );
    const start = offset;
    parts.push(header, body);
    offset += header.length + body.length;
    const size = { i64: offset - start };
    const meta = struct(
      [1, { i32: column.type }],
      [2, { list: [{ i32: 0 }] }],
      [3, { list: [...(column.inside === undefined ? [] : [column.inside]), column.name].map((text) => ({ text })) }],
      [4, { i32: 0 }],
      [5, { i64: rows }],
      [6, size],
      [7, size],
      [9, { i64: start }],
      column.bounds === undefined
        ? null
        : [12, struct([5, { bytes: column.bounds[1] }], [6, { bytes: column.bounds[0] }])],
    );
    return struct([2, { i64: start }], [3, meta]);
  });
  const optional = (id: number, value: number | undefined): Field | null =>
    value === undefined ? null : [id, { i32: value }];
  const groups = columns.map(({ inside }, c) =>
    inside === undefined || columns[c - 1]?.inside === inside
      ? []
      : [
          struct(
            [3, { i32: 0 }],
            [4, { text: inside }],
            [5, { i32: columns.filter((other) => other.inside === inside).length }],
          ),
        ],
  );
  const leaves = columns.map((c) =>
    struct(
      [1, { i32: c.type }],
      optional(2, c.length),
      [3, { i32: 0 }],
      [4, { text: c.name }],
      optional(6, c.converted),
      optional(7, c.scale),
      optional(8, c.precision),
      c.logical === undefined ? null : [10, c.logical],
    ),
  );
  const elements = leaves.flatMap((leaf, c) => [...groups[c]!, leaf]);
  const topLevel = columns.filter(({ inside }, c) => inside === undefined || groups[c]!.length > 0).length;
  const footer = Buffer.from(
    encode(
      struct(
        [1, { i32: 1 }],
        [2, { list: [struct([4, { text: 'schema' }], [5, { i32: topLevel }]), ...elements] }],
        [3, { i64: rows }],
        [4, { list: [struct([1, { list: chunks }], [2, { i64: offset - 4 }], [3, { i64: rows }])] }],
      ),
    ).bytes,
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  writeFileSync(path, Buffer.concat([...parts, footer, length, Buffer.from('PAR1')]));
}

export const int64 = (value: bigint): Buffer => {
  const out = Buffer.alloc(8);
  out.writeBigInt64LE(value);
  return out;
};
export const int32 = (value: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeInt32LE(value);
  return out;
};
export const int96 = (nanosOfDay: bigint, julianDay: number): Buffer =>
  Buffer.concat([int64(nanosOfDay), int32(julianDay)]);
export const byteArray = (bytes: Buffer | string): Buffer => {
  const body = Buffer.from(bytes as string);
  return Buffer.concat([int32(body.length), body]);
};
