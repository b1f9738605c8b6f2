import { sameBytes } from './same-bytes';

/**
 * Leaves out messages that are the same as the one before them: of `count` at `starts` and `lengths`, u32 each, those
 * that stay are moved together. `numbers` becomes, for each, the number of the one that it is the same as. Gives how many
 * stay. Reads up to 16 bytes past a message.
 */
export function joinAlike(starts: usize, lengths: usize, count: u32, numbers: usize): u32 {
  let stay: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const start = load<u32>(starts + (i << 2));
    const length = load<u32>(lengths + (i << 2));
    const last = (stay - 1) << 2;
    if (stay == 0 || load<u32>(lengths + last) != length || !sameBytes(load<u32>(starts + last), start, length)) {
      store<u32>(starts + (stay << 2), start);
      store<u32>(lengths + (stay << 2), length);
      stay++;
    }
    store<u32>(numbers + (i << 2), stay - 1);
  }
  return stay;
}

/** Gives each of `count` messages the digest of the one that it is the same as, in place: 32 bytes each. */
export function spreadDigests(digests: usize, count: u32, numbers: usize): void {
  for (let i = <i32>count - 1; i >= 0; i--) {
    const from = digests + ((<usize>load<u32>(numbers + (i << 2))) << 5);
    const to = digests + ((<usize>i) << 5);
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
}
