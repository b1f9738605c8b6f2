import { torn } from './torn';

/** From here on a call into the runtime costs less than it saves. */
const farBytes: usize = 256;

/** Snappy's raw format into `size` bytes at `out`. Gives 0, or `torn`. Reads and writes up to 15 bytes past both ends. */
export function unsnap(at: usize, end: usize, out: usize, size: u32): u32 {
  let claimed: u64 = 0;
  for (let shift: u64 = 0; ; shift += 7) {
    if (at >= end || shift > 28) return torn;
    const byte = load<u8>(at++);
    claimed |= ((<u64>byte) & 127) << shift;
    if (byte < 128) break;
  }
  if (claimed != size) return torn;
  const first = out;
  const last = out + size;
  while (at < end) {
    const tag = load<u8>(at++);
    const kind = tag & 3;
    if (kind == 0) {
      let length = <usize>(tag >> 2) + 1;
      if (length > 60) {
        const bytes = length - 60;
        if (at + bytes > end) return torn;
        length = 0;
        for (let i: usize = 0; i < bytes; i++) length |= (<usize>load<u8>(at + i)) << (i << 3);
        length++;
        at += bytes;
      }
      if (length == 0 || length > end - at || length > last - out) return torn;
      if (length > farBytes) memory.copy(out, at, length);
      else for (let i: usize = 0; i < length; i += 16) v128.store(out + i, v128.load(at + i));
      at += length;
      out += length;
      continue;
    }
    let length: usize;
    let offset: usize;
    if (kind == 1) {
      if (at >= end) return torn;
      length = 4 + <usize>((tag >> 2) & 7);
      offset = ((<usize>(tag >> 5)) << 8) | (<usize>load<u8>(at++));
    } else {
      const bytes: usize = kind == 2 ? 2 : 4;
      if (at + bytes > end) return torn;
      length = 1 + <usize>(tag >> 2);
      offset = kind == 2 ? <usize>load<u16>(at) : <usize>load<u32>(at);
      at += bytes;
    }
    if (offset == 0 || offset > out - first || length > last - out) return torn;
    // A copy may overlap itself: no step is longer than what lies between.
    if (offset >= 16) for (let i: usize = 0; i < length; i += 16) v128.store(out + i, v128.load(out + i - offset));
    else if (offset >= 8) for (let i: usize = 0; i < length; i += 8) store<u64>(out + i, load<u64>(out + i - offset));
    else for (let i: usize = 0; i < length; i++) store<u8>(out + i, load<u8>(out + i - offset));
    out += length;
  }
  return out == last ? 0 : torn;
}
