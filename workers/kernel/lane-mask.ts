/** Lane masks by their four bits, lane 0 the lowest. */
// prettier-ignore
const masks = memory.data<i32>([
  0, 0, 0, 0,
  -1, 0, 0, 0,
  0, -1, 0, 0,
  -1, -1, 0, 0,
  0, 0, -1, 0,
  -1, 0, -1, 0,
  0, -1, -1, 0,
  -1, -1, -1, 0,
  0, 0, 0, -1,
  -1, 0, 0, -1,
  0, -1, 0, -1,
  -1, -1, 0, -1,
  0, 0, -1, -1,
  -1, 0, -1, -1,
  0, -1, -1, -1,
  -1, -1, -1, -1,
], 16);

export function laneMask(bits: u32): v128 {
  return v128.load(masks + (bits << 4));
}

/** What a lane starts this block from: the initial value where the message is a fresh one. */
export function initially(initial: i32, state: v128, fresh: v128): v128 {
  return v128.bitselect(i32x4.splat(initial), state, fresh);
}
