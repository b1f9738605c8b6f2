/** One DER value: its tag, its content, and all of its bytes. */
export interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Reads the one value that the bytes are; RangeError for anything else. Nothing is read deeper than it is asked for. */
export function readDer(bytes: Uint8Array): Der {
  const [value, ...rest] = readAll(bytes);
  if (value === undefined || rest.length > 0) throw new RangeError('it is not one value');
  return value;
}

/** The values inside a constructed one; RangeError where it has another tag. */
export function inside(value: Der | undefined, tag: number): Der[] {
  return readAll(contentOf(value, tag));
}

export function contentOf(value: Der | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new RangeError('another value was expected');
  return value.content;
}

function readAll(bytes: Uint8Array): Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.length;) {
    const { start, length } = lengthAt(bytes, at + 1);
    const end = start + length;
    if (end > bytes.length) throw new RangeError('the bytes run out');
    values.push({ tag: bytes[at]!, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) });
    at = end;
  }
  return values;
}

function lengthAt(bytes: Uint8Array, at: number): { start: number; length: number } {
  const first = bytes[at] ?? 0x80;
  if (first < 0x80) return { start: at + 1, length: first };
  const count = first & 0x7f;
  if (count === 0 || count > 4) throw new RangeError('a length has no form');
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + (bytes[at + i] ?? 0);
  return { start: at + 1 + count, length };
}

/** An object identifier in dotted decimals. */
export function oidOf(value: Der | undefined): string {
  const bytes = contentOf(value, tags.oid);
  const parts: number[] = [];
  let part = 0;
  for (const byte of bytes) {
    part = part * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(part);
      part = 0;
    }
  }
  const first = parts.shift() ?? 0;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...parts].join('.');
}

export const tags = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  none: 0x05,
  oid: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Constructed, context-specific 0. */
  zero: 0xa0,
  /** The same, not constructed. */
  zeroPlain: 0x80,
  three: 0xa3,
} as const;
