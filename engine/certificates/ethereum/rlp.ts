/** Recursive length prefix, as far as a state trie needs it. */
export function rlpBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 1 && bytes[0]! < 0x80) return bytes;
  return join(head(0x80, bytes.length), [bytes]);
}

/** A list of items that are encoded already. */
export function rlpList(items: readonly Uint8Array[]): Uint8Array {
  return join(
    head(
      0xc0,
      items.reduce((sum, { length }) => sum + length, 0),
    ),
    items,
  );
}

/** A whole number: big-endian, without leading zeros. */
export function rlpInteger(value: bigint): Uint8Array {
  if (value === 0n) return Uint8Array.of(0x80);
  const hex = value.toString(16);
  return rlpBytes(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}

function head(base: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(base + length);
  if (length < 0x100) return Uint8Array.of(base + 56, length);
  return Uint8Array.of(base + 57, length >> 8, length & 255); // no node of a trie is longer
}

function join(first: Uint8Array, rest: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(rest.reduce((sum, { length }) => sum + length, first.length));
  all.set(first);
  let at = first.length;
  for (const part of rest) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
