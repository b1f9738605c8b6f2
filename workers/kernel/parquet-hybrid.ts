// Levels, references and booleans of a Parquet page, decompressed, to columns of a batch.
// The bytes are a stranger's: every read is bounded by `end`, and what does not add up gives `torn`, upon which the
// caller reads the file another way, or refuses it.
import { torn } from './torn';

// Parquet's RLE and bit-packed hybrid, a run at a time. One is open at once; the kernel allocates nothing.
let hybridAt: usize = 0;
let hybridEnd: usize = 0;
let hybridWidth: u32 = 0;
let runLeft: u32 = 0;
let runPacked = false;
let runValue: u32 = 0;
let bits: u64 = 0;
let bitCount: u32 = 0;

function openHybrid(at: usize, end: usize, width: u32): void {
  hybridAt = at;
  hybridEnd = end;
  hybridWidth = width;
  runLeft = 0;
  bits = 0;
  bitCount = 0;
}

/** Takes up the next run; false where there is none or it is torn. */
function nextRun(): bool {
  let head: u64 = 0;
  for (let shift: u64 = 0; ; shift += 7) {
    if (hybridAt >= hybridEnd || shift > 35) return false;
    const byte = load<u8>(hybridAt++);
    head |= ((<u64>byte) & 127) << shift;
    if (byte < 128) break;
  }
  if (head >> 1 > 0x1fff_ffff) return false;
  runPacked = (head & 1) != 0;
  if (runPacked) {
    runLeft = <u32>(head >> 1) * 8;
    bits = 0;
    bitCount = 0;
    return runLeft > 0;
  }
  runLeft = <u32>(head >> 1);
  const bytes = (hybridWidth + 7) >> 3;
  if (hybridAt + bytes > hybridEnd) return false;
  runValue = 0;
  for (let i: u32 = 0; i < bytes; i++) runValue |= (<u32>load<u8>(hybridAt + i)) << (i << 3);
  hybridAt += bytes;
  return runLeft > 0;
}

/** The next value of a bit-packed run. Missing bytes at the very end are zeros: writers leave a last group short. */
function packedValue(): u32 {
  while (bitCount < hybridWidth) {
    const byte: u64 = hybridAt < hybridEnd ? <u64>load<u8>(hybridAt) : 0;
    hybridAt++;
    bits |= byte << bitCount;
    bitCount += 8;
  }
  const value = <u32>(bits & ((1 << (<u64>hybridWidth)) - 1));
  bits >>= hybridWidth;
  bitCount -= hybridWidth;
  return value;
}

/** Definition levels of width 1 as valid bytes; gives how many are 1. */
export function levels(at: usize, end: usize, valid: usize, count: u32): u32 {
  openHybrid(at, end, 1);
  let present: u32 = 0;
  for (let row: u32 = 0; row < count;) {
    if (runLeft == 0 && !nextRun()) return torn;
    const take = min(runLeft, count - row);
    if (!runPacked) {
      if (runValue > 1) return torn;
      memory.fill(valid + row, <u8>runValue, take);
      present += runValue * take;
    } else {
      if (hybridAt > hybridEnd) return torn;
      let i: u32 = 0;
      // A byte at once, where a run's next one begins.
      for (; bitCount == 0 && i + 8 <= take && hybridAt < hybridEnd; i += 8) {
        const byte = load<u8>(hybridAt++);
        const apart = (<u64>byte * 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
        store<u64>(valid + row + i, ((apart + 0x7f7f_7f7f_7f7f_7f7f) >> 7) & 0x0101_0101_0101_0101);
        present += <u32>popcnt<u32>(byte);
      }
      for (; i < take; i++) {
        const value = packedValue();
        store<u8>(valid + row + i, <u8>value);
        present += value;
      }
    }
    row += take;
    runLeft -= take;
  }
  return present;
}

/** Indexes into a dictionary of `size` entries, one u32 a row; 0 at a NULL. Gives 0, or `torn`. */
export function references(at: usize, end: usize, width: u32, valid: usize, count: u32, size: u32, out: usize): u32 {
  if (width > 32) return torn;
  openHybrid(at, end, width);
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) {
      store<u32>(out + (row << 2), 0);
      continue;
    }
    let value: u32 = 0;
    if (width > 0) {
      if (runLeft == 0) {
        if (!nextRun()) return torn;
        if (runPacked) {
          const next = packedReferences(valid, row, count, size, out);
          if (next == torn) return torn;
          if (next > row) {
            row = next - 1;
            continue;
          }
        }
      }
      runLeft--;
      value = runPacked ? packedValue() : runValue;
    }
    if (value >= size) return torn;
    store<u32>(out + (row << 2), value);
  }
  return hybridAt > hybridEnd + 8 ? torn : 0;
}

/**
 * The same of whole groups of a bit-packed run that has just been taken up, as far as eight bytes may be read where one
 * begins. Gives the next row, or `torn`.
 */
function packedReferences(valid: usize, row: u32, count: u32, size: u32, out: usize): u32 {
  const from = hybridAt;
  const width = hybridWidth;
  const bytes = <u32>(hybridEnd - from);
  if (bytes < 8 + width) return row;
  const whole = min(runLeft, ((bytes - 8) / width) << 3);
  const mask: u64 = (1 << (<u64>width)) - 1;
  let bit: u64 = 0;
  let taken: u32 = 0;
  for (; row < count && taken < whole; row++) {
    let value: u32 = 0;
    if (load<u8>(valid + row) != 0) {
      value = <u32>((load<u64>(from + <usize>(bit >> 3)) >> (bit & 7)) & mask);
      if (value >= size) return torn;
      bit += width;
      taken++;
    }
    store<u32>(out + (row << 2), value);
  }
  runLeft -= taken;
  hybridAt = from + <usize>((bit + 7) >> 3);
  return row;
}

/** RLE booleans, the length of which stands before them, to the texts `true` and `false` at the addresses given. Gives 0, or `torn`. */
export function booleanRuns(
  at: usize,
  end: usize,
  valid: usize,
  count: u32,
  trueAt: u32,
  falseAt: u32,
  starts: usize,
  ends: usize,
): u32 {
  if (end - at < 4 || end - at - 4 != <usize>load<u32>(at)) return torn;
  openHybrid(at + 4, end, 1);
  for (let row: u32 = 0; row < count; row++) {
    let start: u32 = falseAt;
    let length: u32 = 0;
    if (load<u8>(valid + row) != 0) {
      if (runLeft == 0 && !nextRun()) return torn;
      runLeft--;
      const value = runPacked ? packedValue() : runValue;
      if (value > 1) return torn;
      start = value != 0 ? trueAt : falseAt;
      length = value != 0 ? 4 : 5;
    }
    store<u32>(starts + (row << 2), start);
    store<u32>(ends + (row << 2), start + length);
  }
  return hybridAt > hybridEnd + 8 ? torn : 0;
}
