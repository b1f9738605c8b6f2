import { TallyError } from '../../../contract/problem.ts';

/** What a compact-protocol field may hold; a struct is a map from field number to value. */
export type Thrift = boolean | number | bigint | Uint8Array | readonly Thrift[] | ThriftStruct;
export type ThriftStruct = ReadonlyMap<number, Thrift>;

/** Placed by whoever knows the file. */
export const torn = () => new TallyError('input_malformed', 'The Parquet metadata is torn');

/**
 * Reads Thrift's compact protocol, as Parquet footers and page headers use it. The bytes come from strangers: every
 * read is bounds-checked, nesting is limited, and a list cannot claim more items than there are bytes.
 */
export class ThriftReader {
  #bytes: Uint8Array;
  offset: number;

  constructor(bytes: Uint8Array, offset = 0) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  struct(depth = 0): ThriftStruct {
    if (depth > 64) throw torn();
    const fields = new Map<number, Thrift>();
    let id = 0;
    for (;;) {
      const head = this.#byte();
      if (head === 0) return fields;
      const delta = head >> 4;
      id = delta === 0 ? Number(this.#zigzag()) : id + delta;
      fields.set(id, this.#value(head & 15, depth));
    }
  }

  #value(type: number, depth: number): Thrift {
    switch (type) {
      case 1:
        return true;
      case 2:
        return false;
      case 3:
        return (this.#byte() << 24) >> 24;
      case 4:
      case 5:
        return Number(this.#zigzag());
      case 6:
        return this.#zigzag();
      case 7: {
        const at = this.#take(8);
        return new DataView(at.buffer, at.byteOffset, 8).getFloat64(0, true);
      }
      case 8:
        return this.#take(Number(this.#varint()));
      case 9:
      case 10:
        return this.#list(depth);
      case 12:
        return this.struct(depth + 1);
      default:
        throw torn();
    }
  }

  #list(depth: number): Thrift[] {
    const head = this.#byte();
    const size = head >> 4 === 15 ? Number(this.#varint()) : head >> 4;
    const type = head & 15;
    if (size > this.#bytes.length - this.offset || depth > 64) throw torn();
    const items: Thrift[] = [];
    for (let i = 0; i < size; i++) items.push(type <= 2 ? this.#byte() === 1 : this.#value(type, depth + 1));
    return items;
  }

  #byte(): number {
    const byte = this.#bytes[this.offset++];
    if (byte === undefined) throw torn();
    return byte;
  }

  #take(length: number): Uint8Array {
    if (length < 0 || length > this.#bytes.length - this.offset) throw torn();
    this.offset += length;
    return this.#bytes.subarray(this.offset - length, this.offset);
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw torn();
  }

  #zigzag(): bigint {
    const value = this.#varint();
    return (value >> 1n) ^ -(value & 1n);
  }
}

type Field = readonly [id: number, type: 'i32' | 'i64' | 'binary' | 'struct' | 'list', value: ThriftOut];
export type ThriftOut = number | string | readonly Field[] | ThriftList;
export interface ThriftList {
  readonly of: 'i32' | 'binary' | 'struct';
  readonly items: readonly ThriftOut[];
}
const typeNumber = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;

/** The compact-protocol bytes of a struct given as fields in ascending order of their numbers. */
export function thriftStruct(fields: readonly Field[]): Uint8Array {
  const out: number[] = [];
  writeStruct(out, fields);
  return Uint8Array.from(out);
}

function writeStruct(out: number[], fields: readonly Field[]): void {
  let last = 0;
  for (const [id, type, value] of fields) {
    out.push(((id - last) << 4) | typeNumber[type]);
    writeValue(out, type, value);
    last = id;
  }
  out.push(0);
}

function writeValue(out: number[], type: Field[1], value: ThriftOut): void {
  if (type === 'list') {
    const { of, items } = value as ThriftList;
    if (items.length < 15) out.push((items.length << 4) | typeNumber[of]);
    else {
      out.push(0xf0 | typeNumber[of]);
      writeVarint(out, BigInt(items.length));
    }
    for (const item of items) writeValue(out, of, item);
  } else if (type === 'struct') writeStruct(out, value as readonly Field[]);
  else if (type === 'binary') {
    const bytes = Buffer.from(value as string, 'utf8');
    writeVarint(out, BigInt(bytes.length));
    for (const byte of bytes) out.push(byte);
  } else {
    const number = BigInt(value as number);
    writeVarint(out, (number << 1n) ^ (number >> 63n));
  }
}

function writeVarint(out: number[], value: bigint): void {
  for (; value > 127n; value >>= 7n) out.push(Number(value & 127n) | 128);
  out.push(Number(value));
}
