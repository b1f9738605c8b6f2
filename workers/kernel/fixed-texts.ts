/** Texts that are canonical uuids or bytes already stay where they are; all else is left to the caller. */
export function uuidTexts(starts: usize, ends: usize, valid: usize, rows: u32, left: usize): u32 {
  let leftOver: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    if (<usize>load<u32>(ends + (row << 2)) - at == 36 && isUuid(at)) continue;
    store<u8>(left + row, 1);
    leftOver++;
  }
  return leftOver;
}

export function hexTexts(starts: usize, ends: usize, valid: usize, rows: u32, left: usize): u32 {
  let leftOver: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    if (isHex(at, load<u32>(ends + (row << 2)))) continue;
    store<u8>(left + row, 1);
    leftOver++;
  }
  return leftOver;
}

/** The texts `true` and `false`, whatever else a reading takes for them. */
export function boolTexts(starts: usize, ends: usize, valid: usize, rows: u32, left: usize): u32 {
  let leftOver: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    const length = <usize>load<u32>(ends + (row << 2)) - at;
    if (length == 4 && load<u32>(at) == 0x65757274) continue;
    if (length == 5 && load<u32>(at) == 0x736c6166 && load<u8>(at, 4) == 101) continue;
    store<u8>(left + row, 1);
    leftOver++;
  }
  return leftOver;
}

/** Leaves the rows whose text begins with the byte `mark`; the others stay as they are. */
export function markedTexts(starts: usize, ends: usize, valid: usize, rows: u32, mark: u8, left: usize): u32 {
  let leftOver: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    if (at == <usize>load<u32>(ends + (row << 2)) || load<u8>(at) != mark) continue;
    store<u8>(left + row, 1);
    leftOver++;
  }
  return leftOver;
}

function lowerHex(byte: u8): bool {
  return byte - 48 < 10 || byte - 97 < 6;
}

function isUuid(at: usize): bool {
  for (let i: u32 = 0; i < 36; i++) {
    const byte = load<u8>(at + i);
    if (i == 8 || i == 13 || i == 18 || i == 23 ? byte != 45 : !lowerHex(byte)) return false;
  }
  return true;
}

function isHex(at: usize, end: usize): bool {
  if (<isize>(end - at) < 2 || ((end - at) & 1) != 0) return false;
  if (load<u8>(at) != 48 || load<u8>(at, 1) != 120) return false;
  for (let i = at + 2; i < end; i++) if (!lowerHex(load<u8>(i))) return false;
  return true;
}
