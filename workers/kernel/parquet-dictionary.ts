// References of a Parquet page to what its dictionary holds.

/** Looks texts up in a dictionary. */
export function gatherTexts(
  refs: usize,
  count: u32,
  dictionaryStarts: usize,
  dictionaryEnds: usize,
  starts: usize,
  ends: usize,
): void {
  for (let row: u32 = 0; row < count; row++) {
    const ref = load<u32>(refs + (row << 2)) << 2;
    store<u32>(starts + (row << 2), load<u32>(dictionaryStarts + ref));
    store<u32>(ends + (row << 2), load<u32>(dictionaryEnds + ref));
  }
}

/** Looks values of 4 or 8 bytes up in a dictionary. */
export function gatherValues(refs: usize, count: u32, size: u32, dictionary: usize, out: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    const ref = load<u32>(refs + (row << 2));
    if (size == 4) store<u32>(out + (row << 2), load<u32>(dictionary + (ref << 2)));
    else store<u64>(out + ((<usize>row) << 3), load<u64>(dictionary + ((<usize>ref) << 3)));
  }
}
