/** The answer to bytes of a stranger's that do not add up. */
export const torn: u32 = 0xffff_ffff;
