/** Whether no byte has its highest bit set. */
export function areAscii(at: usize, end: usize): bool {
  let all = i64x2.splat(0);
  for (; at + 16 <= end; at += 16) all = v128.or(all, v128.load(at));
  let rest: u8 = 0;
  for (; at < end; at++) rest |= load<u8>(at);
  return i8x16.bitmask(all) == 0 && rest < 0x80;
}

/** Whether every text is UTF-8 as RFC 3629 has it. */
export function areUtf8(starts: usize, ends: usize, valid: usize, count: u32): bool {
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) continue;
    if (!isUtf8(<usize>load<u32>(starts + (row << 2)), <usize>load<u32>(ends + (row << 2)))) return false;
  }
  return true;
}

function isUtf8(at: usize, end: usize): bool {
  while (at < end) {
    if (end - at >= 16) {
      if (i8x16.bitmask(v128.load(at)) == 0) {
        at += 16;
        continue;
      }
    }
    const byte = load<u8>(at);
    if (byte < 0x80) {
      at++;
      continue;
    }
    let more: u32 = 0;
    let low: u8 = 0x80;
    let high: u8 = 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) more = 1;
    else if (byte >= 0xe0 && byte <= 0xef) {
      more = 2;
      if (byte == 0xe0) low = 0xa0;
      if (byte == 0xed) high = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      more = 3;
      if (byte == 0xf0) low = 0x90;
      if (byte == 0xf4) high = 0x8f;
    } else return false;
    if (end - at <= more) return false;
    const second = load<u8>(at, 1);
    if (second < low || second > high) return false;
    for (let i: u32 = 2; i <= more; i++) if ((load<u8>(at + i) & 0xc0) != 0x80) return false;
    at += more + 1;
  }
  return true;
}
