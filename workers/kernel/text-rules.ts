function isSpace(byte: u8): bool {
  return byte == 32 || byte == 9 || byte == 10 || byte == 13;
}

/** Rules as bits, as they are passed to ruledTexts. */
const trim: u32 = 1;
const collapseSpace: u32 = 2;
const lowercase: u32 = 4;
const nfc: u32 = 8;

/**
 * The same texts without spaces at both ends, to `newStarts` and `newEnds`; trimmed[row] (u8) says where some were. A text
 * that begins with the byte `mark` stays as it is.
 */
export function trimTexts(
  starts: usize,
  ends: usize,
  valid: usize,
  rows: u32,
  mark: u8,
  newStarts: usize,
  newEnds: usize,
  trimmed: usize,
): void {
  for (let row: u32 = 0; row < rows; row++) {
    let at = <usize>load<u32>(starts + (row << 2));
    let end = <usize>load<u32>(ends + (row << 2));
    let was: u8 = 0;
    if (load<u8>(valid + row) != 0 && at < end && load<u8>(at) != mark) {
      while (at < end && isSpace(load<u8>(at))) at++;
      while (end > at && isSpace(load<u8>(end - 1))) end--;
      if (end - at != <usize>load<u32>(ends + (row << 2)) - <usize>load<u32>(starts + (row << 2))) was = 1;
    }
    store<u32>(newStarts + (row << 2), <u32>at);
    store<u32>(newEnds + (row << 2), <u32>end);
    store<u8>(trimmed + row, was);
  }
}

/** Leaves the rows whose text one of the rules may alter, or find without a form, or that begins with the byte `mark`. */
export function ruledTexts(
  starts: usize,
  ends: usize,
  valid: usize,
  rows: u32,
  rules: u32,
  mark: u8,
  left: usize,
): u32 {
  let leftOver: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    const end = <usize>load<u32>(ends + (row << 2));
    if (at == end || (load<u8>(at) != mark && !mayAlter(at, end, rules))) continue;
    store<u8>(left + row, 1);
    leftOver++;
  }
  return leftOver;
}

function mayAlter(at: usize, end: usize, rules: u32): bool {
  if ((rules & trim) != 0 && (isSpace(load<u8>(at)) || isSpace(load<u8>(end - 1)))) return true;
  if ((rules & ~trim) == 0) return false;
  let before: u8 = 0;
  for (let i = at; i < end; i++) {
    const byte = load<u8>(i);
    if ((rules & lowercase) != 0 && byte - 65 < 26) return true;
    // Below U+0300 nothing composes and nothing is unassigned.
    if ((rules & nfc) != 0 && byte >= 0xcc) return true;
    if ((rules & collapseSpace) != 0 && isSpace(byte) && (byte != 32 || before == 32)) return true;
    before = byte;
  }
  return false;
}

/** Makes NULL of the texts that equal one of `count` texts, given as start and end each. */
export function nullTexts(starts: usize, ends: usize, valid: usize, rows: u32, texts: usize, count: u32): void {
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    const length = <usize>load<u32>(ends + (row << 2)) - at;
    for (let i: u32 = 0; i < count; i++) {
      const text = <usize>load<u32>(texts + (i << 3));
      if (<usize>load<u32>(texts + (i << 3), 4) - text != length) continue;
      if (memory.compare(at, text, length) != 0) continue;
      store<u8>(valid + row, 0);
      break;
    }
  }
}

/** Makes NULL of the values of 4 or 8 bytes that equal one of `count` numbers of 8. */
export function nullValues(values: usize, size: u32, valid: usize, rows: u32, numbers: usize, count: u32): void {
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const value: i64 =
      size == 4 ? <i64>load<i32>(values + ((<usize>row) << 2)) : load<i64>(values + ((<usize>row) << 3));
    for (let i: u32 = 0; i < count; i++) if (load<i64>(numbers + ((<usize>i) << 3)) == value) store<u8>(valid + row, 0);
  }
}
