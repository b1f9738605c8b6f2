/** The longest line of differences.ndjson, its end included, in bytes: a run writes none that nobody could read again. */
export const longestLine = 1 << 28;
