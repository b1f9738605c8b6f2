const space = i8x16.splat(0x20);
const quote = i8x16.splat(0x22);
const backslash = i8x16.splat(0x5c);

/** What stands after the backslash for a control character; 0 where it is four hex digits. */
const short = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 98, 116, 110, 0, 102, 114, 0, 0]);

/**
 * A text as RFC 8785 writes it within a JSON string, up to six bytes a byte. Reads and writes up to 16 bytes past it.
 */
export function jsonText(at: usize, end: usize, out: usize): usize {
  while (at < end) {
    const piece = v128.load(at);
    v128.store(out, piece);
    let mask = i8x16.bitmask(
      v128.or(i8x16.lt_u(piece, space), v128.or(i8x16.eq(piece, quote), i8x16.eq(piece, backslash))),
    );
    const length = end - at;
    if (length < 16) mask &= (1 << (<i32>length)) - 1;
    if (mask == 0) {
      const step = length < 16 ? length : 16;
      at += step;
      out += step;
      continue;
    }
    const plain = <usize>ctz(mask);
    at += plain;
    out = escaped(load<u8>(at++), out + plain);
  }
  return out;
}

function escaped(byte: u8, out: usize): usize {
  store<u8>(out, 0x5c);
  const letter = byte >= 0x20 ? byte : byte < 16 ? load<u8>(short + byte) : 0;
  if (letter != 0) {
    store<u8>(out, letter, 1);
    return out + 2;
  }
  store<u32>(out, 0x303075, 1); // u00
  const low = byte & 15;
  store<u8>(out, 48 + (byte >> 4), 4);
  store<u8>(out, low < 10 ? 48 + low : 87 + low, 5);
  return out + 6;
}
