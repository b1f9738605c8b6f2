import { bitAndZeros, paddedBlock } from './padded-block';
import { sha256Lanes } from './sha256-lanes';
import { gathered, swapped } from './transpose';

// Scratch: the state of the lanes, that of the fifth, then a record each (next block, blocks left, padded blocks, where
// the digest goes), then the padded blocks of each.
const fifthAt: usize = 128;
const recordsAt: usize = 160;
const recordBytes: usize = 16;
const tailsAt: usize = 240;
const tailBytes: usize = 128;
export const sha256ScratchBytes: usize = tailsAt + 5 * tailBytes;

// prettier-ignore
const initial = memory.data<u32>([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
], 16);

/** Digest of message i, lengths[i] bytes at starts[i], to out + i * stride. A lane that is done takes the next message. */
export function sha256Batch(starts: usize, lengths: usize, count: u32, out: usize, stride: u32, scratch: usize): void {
  digestAll<void>(starts, lengths, count, out, stride, scratch);
}

/** The same by five at once, for an engine whose compiler gains by it (workers/load-kernel.ts). */
export function sha256BatchByFive(
  starts: usize,
  lengths: usize,
  count: u32,
  out: usize,
  stride: u32,
  scratch: usize,
): void {
  digestAll<u32>(starts, lengths, count, out, stride, scratch);
}

/** `Word` is that of sha256Lanes. */
function digestAll<Word>(starts: usize, lengths: usize, count: u32, out: usize, stride: u32, scratch: usize): void {
  const lanes: usize = isInteger<Word>() ? 5 : 4;
  const records = scratch + recordsAt;
  let next: u32 = 0;
  let running: u32 = 0;
  for (let lane: usize = 0; lane < lanes; lane++) {
    if (next < count) {
      begin(scratch, lane, load<u32>(starts + (next << 2)), load<u32>(lengths + (next << 2)), out + next * stride);
      next++;
      running++;
    } else idle(scratch, lane);
  }
  let fresh: u32 = 15;
  while (running > 0) {
    const p0 = load<u32>(records);
    const p1 = load<u32>(records, 16);
    const p2 = load<u32>(records, 32);
    const p3 = load<u32>(records, 48);
    sha256Lanes<Word>(p0, p1, p2, p3, isInteger<Word>() ? load<u32>(records, 64) : 0, scratch, fresh);
    fresh = 0;
    for (let lane: usize = 0; lane < lanes; lane++) {
      const record = records + lane * recordBytes;
      const left = load<u32>(record, 4) - 1;
      if (left > 0x7fffffff) continue; // idle
      store<u32>(record, left, 4);
      if (left > 0) {
        store<u32>(record, left == load<u32>(record, 8) ? tailOf(scratch, lane) : load<u32>(record) + 64);
        continue;
      }
      storeDigest(scratch, lane, load<u32>(record, 12));
      if (next < count) {
        begin(scratch, lane, load<u32>(starts + (next << 2)), load<u32>(lengths + (next << 2)), out + next * stride);
        fresh |= (1 << (<u32>lane)) & 15; // the fifth starts from its own
        next++;
      } else {
        idle(scratch, lane);
        running--;
      }
    }
  }
}

function tailOf(scratch: usize, lane: usize): usize {
  return scratch + tailsAt + lane * tailBytes;
}

function begin(scratch: usize, lane: usize, start: usize, length: u32, out: usize): void {
  const tail = tailOf(scratch, lane);
  const rest = length & 63;
  const padded: u32 = rest < 56 ? 1 : 2;
  paddedBlock(tail, start + length - rest, rest, bitAndZeros);
  const bits = swapped(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(0), 2, length >>> 29), 3, length << 3));
  if (padded == 1) v128.store(tail, v128.or(v128.load(tail, 48), bits), 48);
  else {
    const zeros = i32x4.splat(0);
    v128.store(tail, zeros, 64);
    v128.store(tail, zeros, 80);
    v128.store(tail, zeros, 96);
    v128.store(tail, bits, 112);
  }
  if (lane == 4) {
    v128.store(scratch + fifthAt, v128.load(initial));
    v128.store(scratch + fifthAt, v128.load(initial, 16), 16);
  }
  const record = scratch + recordsAt + lane * recordBytes;
  store<u32>(record, length < 64 ? tail : start);
  store<u32>(record, (length >>> 6) + padded, 4);
  store<u32>(record, padded, 8);
  store<u32>(record, out, 12);
}

/** Works on whatever lies there, for nobody. */
function idle(scratch: usize, lane: usize): void {
  const record = scratch + recordsAt + lane * recordBytes;
  store<u32>(record, tailOf(scratch, lane));
  store<u32>(record, 0, 4);
}

function storeDigest(scratch: usize, lane: usize, out: usize): void {
  if (lane == 4) {
    // Word by word, as they were written: read as vectors so soon they would stall the processor.
    for (let at: usize = 0; at < 32; at += 4) store<u32>(out + at, bswap<u32>(load<u32>(scratch + fifthAt + at)));
    return;
  }
  const column = scratch + (lane << 2);
  v128.store(out, swapped(gathered(column)));
  v128.store(out, swapped(gathered(column + 64)), 16);
}
