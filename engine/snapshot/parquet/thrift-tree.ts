import { torn } from './thrift-compact.ts';

/** A struct of Thrift's compact protocol with everything it holds, known to us or not, so that it can be written again. */
export interface ThriftField {
  readonly id: number;
  readonly type: number;
  readonly value: ThriftTree;
}
export type ThriftTree =
  readonly ThriftField[] | { readonly of: number; readonly items: readonly ThriftTree[] } | Uint8Array;

const lastByte = (byte: number): boolean => byte < 128;

/** Takes a struct apart; of a scalar its bytes are kept as they are. */
export function readThriftTree(bytes: Uint8Array): readonly ThriftField[] {
  let at = 0;
  const byte = (): number => {
    const next = bytes[at++];
    if (next === undefined) throw torn();
    return next;
  };
  const varint = (): number => {
    let value = 0;
    for (let power = 1; ; power *= 128) {
      const next = byte();
      value += (next & 127) * power;
      if (lastByte(next)) return value;
      if (power > 2 ** 63) throw torn();
    }
  };
  const taken = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw torn();
    at += length;
    return bytes.subarray(at - length, at);
  };
  const struct = (depth: number): readonly ThriftField[] => {
    if (depth > 64) throw torn();
    const fields: ThriftField[] = [];
    for (let id = 0, head = byte(); head !== 0; head = byte()) {
      const number = head >> 4 === 0 ? varint() : 0;
      id = head >> 4 === 0 ? (number % 2 === 0 ? number / 2 : -(number + 1) / 2) : id + (head >> 4);
      const type = head & 15;
      fields.push({ id, type, value: type <= 2 ? new Uint8Array(0) : value(type, depth) });
    }
    return fields;
  };
  const value = (type: number, depth: number): ThriftTree => {
    const start = at;
    if (type <= 3) return taken(1);
    if (type <= 6) {
      varint();
      return bytes.subarray(start, at);
    }
    if (type === 7) return taken(8);
    if (type === 8) {
      const length = varint();
      taken(length);
      return bytes.subarray(start, at);
    }
    if (type === 12) return struct(depth + 1);
    if (type !== 9 && type !== 10) throw torn();
    const head = byte();
    const size = head >> 4 === 15 ? varint() : head >> 4;
    if (size > bytes.length - at) throw torn();
    return { of: head & 15, items: Array.from({ length: size }, () => value(head & 15, depth + 1)) };
  };
  return struct(0);
}

/** The bytes of the struct; as they were read, where nothing was changed. */
export function writeThriftTree(fields: readonly ThriftField[]): Buffer {
  const out: Uint8Array[] = [];
  const varint = (value: number): void => {
    const bytes: number[] = [];
    for (let rest = value; ; rest = Math.floor(rest / 128)) {
      bytes.push(rest < 128 ? rest : (rest % 128) | 128);
      if (rest < 128) break;
    }
    out.push(Uint8Array.from(bytes));
  };
  const write = (tree: ThriftTree): void => {
    if (tree instanceof Uint8Array) out.push(tree);
    else if ('items' in tree) {
      out.push(Uint8Array.of((Math.min(tree.items.length, 15) << 4) | tree.of));
      if (tree.items.length >= 15) varint(tree.items.length);
      for (const item of tree.items) write(item);
    } else {
      let last = 0;
      for (const { id, type, value } of tree) {
        const step = id - last;
        out.push(Uint8Array.of(step > 0 && step < 16 ? (step << 4) | type : type));
        if (step <= 0 || step > 15) varint(id < 0 ? -id * 2 - 1 : id * 2);
        write(value);
        last = id;
      }
      out.push(Uint8Array.of(0));
    }
  };
  write(fields);
  return Buffer.concat(out);
}

/** A field of a small number that is not negative. */
export const smallField = (id: number, value: number): ThriftField => ({
  id,
  type: 5,
  value: Uint8Array.of(value * 2),
});
