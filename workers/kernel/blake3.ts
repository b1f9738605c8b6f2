import { blake3Lanes } from './blake3-lanes';
import { paddedBlock, zeros } from './padded-block';
import { gathered } from './transpose';

// Scratch: the state of blake3Lanes; a record a lane (next block, blocks left, length and flags of the last block,
// where the chaining value goes); the last block of each lane, padded; the chaining values of a long message: of four
// chunks, and the stack of its subtrees.
const chunkAt: usize = 128;
const lengthAt: usize = 144;
const flagsAt: usize = 160;
const recordsAt: usize = 176;
const recordBytes: usize = 20;
const tailsAt: usize = 256;
const chunksAt: usize = 512;
const stackAt: usize = 640;
export const blake3ScratchBytes: usize = stackAt + 32 * 32;

const chunkBytes: u32 = 1024;
const chunkStart: u32 = 1;
const chunkEnd: u32 = 2;
const parent: u32 = 4;
const root: u32 = 8;

/** Digest of message i, lengths[i] bytes at starts[i], to out + i * stride. */
export function blake3Batch(starts: usize, lengths: usize, count: u32, out: usize, stride: u32, scratch: usize): void {
  for (let lane: usize = 0; lane < 4; lane++) idle(scratch, lane);
  // A lane that is done takes the next message of one chunk. Longer ones are done one at a time, by all lanes.
  let next: u32 = 0;
  let done: u32 = 15;
  let busy: u32 = 0;
  for (;;) {
    let fresh: u32 = 0;
    for (let lane: usize = 0; lane < 4; lane++) {
      if (((done >> (<u32>lane)) & 1) == 0) continue;
      while (next < count && load<u32>(lengths + (next << 2)) > chunkBytes) next++;
      if (next == count) break;
      const length = load<u32>(lengths + (next << 2));
      begin(scratch, lane, load<u32>(starts + (next << 2)), length, 0, chunkEnd | root, out + next * stride);
      fresh |= 1 << (<u32>lane);
      next++;
    }
    busy |= fresh;
    if (busy == 0) break;
    done = step(scratch, fresh);
    busy &= ~done;
  }
  for (let i: u32 = 0; i < count; i++) {
    const length = load<u32>(lengths + (i << 2));
    if (length > chunkBytes) digestChunks(scratch, load<u32>(starts + (i << 2)), length, out + i * stride);
  }
}

function digestChunks(scratch: usize, start: usize, length: u32, out: usize): void {
  const chunks = ((length - 1) >>> 10) + 1;
  const stack = scratch + stackAt;
  let depth: usize = 0;
  for (let chunk: u32 = 0; chunk < chunks;) {
    const group = min<u32>(4, chunks - chunk);
    for (let lane: u32 = 0; lane < group; lane++) {
      const at = (chunk + lane) << 10;
      begin(
        scratch,
        lane,
        start + at,
        min(chunkBytes, length - at),
        chunk + lane,
        chunkEnd,
        scratch + chunksAt + (lane << 5),
      );
    }
    finish(scratch, (1 << group) - 1);
    for (let lane: u32 = 0; lane < group; lane++) {
      memory.copy(stack + (depth << 5), scratch + chunksAt + (lane << 5), 32);
      depth++;
      chunk++;
      if (chunk == chunks) break;
      // As many subtrees are whole as the number of chunks has zeros at its end.
      for (let whole = chunk; (whole & 1) == 0; whole >>= 1) {
        depth--;
        join(scratch, depth, parent, stack + ((depth - 1) << 5));
      }
    }
  }
  for (; depth > 2; depth--) join(scratch, depth - 1, parent, stack + ((depth - 2) << 5));
  join(scratch, 1, parent | root, out);
}

/** The parent of the stack's values `right - 1` and `right`, which are one block. */
function join(scratch: usize, right: usize, flags: u32, out: usize): void {
  begin(scratch, 0, scratch + stackAt + ((right - 1) << 5), 64, 0, flags, out);
  finish(scratch, 1);
}

function finish(scratch: usize, lanes: u32): void {
  let fresh = lanes;
  for (let busy = lanes; busy != 0; fresh = 0) busy &= ~step(scratch, fresh);
}

/** Hands a lane one chunk, or one parent's block. `last` are the flags of the last block. */
function begin(scratch: usize, lane: usize, start: usize, length: u32, chunk: u32, last: u32, out: usize): void {
  const blocks = max<u32>(1, (length + 63) >>> 6);
  const before = (blocks - 1) << 6;
  const rest = length - before;
  if (rest < 64) paddedBlock(tailOf(scratch, lane), start + before, rest, zeros);
  const record = scratch + recordsAt + lane * recordBytes;
  store<u32>(record, blocks == 1 && rest < 64 ? tailOf(scratch, lane) : start);
  store<u32>(record, blocks, 4);
  store<u32>(record, rest, 8);
  store<u32>(record, last, 12);
  store<u32>(record, out, 16);
  const word = scratch + (lane << 2);
  store<u32>(word, chunk, chunkAt);
  store<u32>(word, blocks == 1 ? rest : 64, lengthAt);
  store<u32>(word, (last & parent ? 0 : chunkStart) | (blocks == 1 ? last : 0), flagsAt);
}

/** Works on whatever lies there, for nobody. */
function idle(scratch: usize, lane: usize): void {
  const record = scratch + recordsAt + lane * recordBytes;
  store<u32>(record, tailOf(scratch, lane));
  store<u32>(record, 0, 4);
}

function tailOf(scratch: usize, lane: usize): usize {
  return scratch + tailsAt + (lane << 6);
}

/** One block of every lane. Returns the lanes that are done, which are idle now. */
function step(scratch: usize, fresh: u32): u32 {
  const records = scratch + recordsAt;
  blake3Lanes(
    load<u32>(records),
    load<u32>(records, 20),
    load<u32>(records, 40),
    load<u32>(records, 60),
    scratch,
    fresh,
  );
  let done: u32 = 0;
  for (let lane: usize = 0; lane < 4; lane++) {
    const record = records + lane * recordBytes;
    const blocks = load<u32>(record, 4);
    if (blocks == 0) continue;
    const left = blocks - 1;
    store<u32>(record, left, 4);
    const word = scratch + (lane << 2);
    if (left == 0) {
      storeValue(word, load<u32>(record, 16));
      store<u32>(record, tailOf(scratch, lane));
      done |= 1 << (<u32>lane);
      continue;
    }
    const rest = load<u32>(record, 8);
    store<u32>(record, left == 1 && rest < 64 ? tailOf(scratch, lane) : load<u32>(record) + 64);
    store<u32>(word, left == 1 ? rest : 64, lengthAt);
    store<u32>(word, left == 1 ? load<u32>(record, 12) : 0, flagsAt);
  }
  return done;
}

function storeValue(column: usize, out: usize): void {
  v128.store(out, gathered(column));
  v128.store(out, gathered(column + 64), 16);
}
