// Columns of which JavaScript must judge the values are judged once a distinct value. The values are a stranger's, who may
// choose them so that they collide: a search ends after so many steps, and the row is then judged by itself.
const longestSearch: u32 = 64;
const none: u32 = 0xffff_ffff;

/**
 * Numbers the distinct cells of the rows that are `asked` for (u8), in the order in which they come: `refs[row]` is the
 * cell's number, `firsts` the row at which each came first, `counts` how many rows have it. There are at most `most`; a
 * row whose cell has no number gets 0xffffffff. `size` is the bytes of a value at `first`, or 0 for texts, which begin at
 * first[row] and end at second[row]. `slots` has room for `slotCount` numbers, a power of two; `hashes` for `most`.
 */
export function distinctCells(
  first: usize,
  second: usize,
  size: u32,
  asked: usize,
  rows: u32,
  most: u32,
  slots: usize,
  slotCount: u32,
  hashes: usize,
  firsts: usize,
  counts: usize,
  refs: usize,
): u32 {
  memory.fill(slots, 0, (<usize>slotCount) << 2);
  const mask = slotCount - 1;
  let found: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    let number = none;
    if (load<u8>(asked + row) != 0) {
      const hash = hashOf(first, second, size, row);
      let slot = hash & mask;
      for (let step: u32 = 0; step < longestSearch; step++) {
        const known = load<u32>(slots + ((<usize>slot) << 2));
        if (known == 0) {
          if (found < most) {
            store<u32>(slots + ((<usize>slot) << 2), found + 1);
            store<u32>(hashes + ((<usize>found) << 2), hash);
            store<u32>(firsts + ((<usize>found) << 2), row);
            store<u32>(counts + ((<usize>found) << 2), 0);
            number = found++;
          }
          break;
        }
        const one = (<usize>(known - 1)) << 2;
        if (load<u32>(hashes + one) == hash && areSame(first, second, size, load<u32>(firsts + one), row)) {
          number = known - 1;
          break;
        }
        slot = (slot + 1) & mask;
      }
    }
    store<u32>(refs + ((<usize>row) << 2), number);
    if (number != none) {
      const count = counts + ((<usize>number) << 2);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
  return found;
}

function hashOf(first: usize, second: usize, size: u32, row: u32): u32 {
  if (size == 4) return folded(mixed(0, <u64>load<u32>(first + ((<usize>row) << 2))));
  if (size == 8) return folded(mixed(0, load<u64>(first + ((<usize>row) << 3))));
  let at = <usize>load<u32>(first + ((<usize>row) << 2));
  const end = <usize>load<u32>(second + ((<usize>row) << 2));
  let hash = <u64>(end - at);
  for (; end - at >= 8; at += 8) hash = mixed(hash, load<u64>(at));
  const rest = (<u64>(end - at)) << 3;
  if (rest > 0) hash = mixed(hash, load<u64>(at) & (((<u64>1) << rest) - 1));
  return folded(hash);
}

function mixed(hash: u64, value: u64): u64 {
  hash = (hash ^ value) * 0x9e37_79b9_7f4a_7c15;
  return hash ^ (hash >> 29);
}

function folded(hash: u64): u32 {
  return <u32>(hash ^ (hash >> 32));
}

function areSame(first: usize, second: usize, size: u32, a: u32, b: u32): bool {
  if (size == 4) return load<u32>(first + ((<usize>a) << 2)) == load<u32>(first + ((<usize>b) << 2));
  if (size == 8) return load<u64>(first + ((<usize>a) << 3)) == load<u64>(first + ((<usize>b) << 3));
  const at = <usize>load<u32>(first + ((<usize>a) << 2));
  const other = <usize>load<u32>(first + ((<usize>b) << 2));
  const length = <usize>load<u32>(second + ((<usize>a) << 2)) - at;
  if (<usize>load<u32>(second + ((<usize>b) << 2)) - other != length) return false;
  return at == other || memory.compare(at, other, length) == 0;
}
