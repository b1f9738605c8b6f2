/** How long the texts of a column are in all; a dictionary's may be more than the memory holds. */
export function textBytes(starts: usize, ends: usize, valid: usize, rows: u32): f64 {
  let bytes: u64 = 0;
  for (let row: usize = 0; row < rows; row++) {
    const length = load<u32>(ends + (row << 2)) - load<u32>(starts + (row << 2));
    bytes += load<u8>(valid + row) != 0 ? length : 0; // what stands at a NULL is no address
  }
  return <f64>bytes;
}
