// An order that V8 knows as a constant it builds again for each use, which costs more than reading it.
const swap = memory.data<u8>([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12], 16);

/** Four big-endian words from their bytes. */
export function swapped(bytes: v128): v128 {
  return i8x16.swizzle(bytes, v128.load(swap));
}

// Four rows of four words become four columns: words interleaved by pairs of rows, then halves put together.

export function lowWords(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 4, 1, 5);
}

export function highWords(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 2, 6, 3, 7);
}

export function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 0, 2);
}

export function highHalves(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(a, b, 1, 3);
}

/** A lane's words of four vectors, one after another at `column`. */
export function gathered(column: usize): v128 {
  const two = v128.load_lane<u32>(column, v128.load_zero<u32>(column), 1, 16);
  return v128.load_lane<u32>(column, v128.load_lane<u32>(column, two, 2, 32), 3, 48);
}
