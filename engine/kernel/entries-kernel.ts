/**
 * Entries to buckets, listings and the rows of differing keys. As in kernel.ts, addresses and lengths are bytes of the
 * kernel's memory.
 */
export interface EntriesKernel {
  /**
   * Staged entries of 72 bytes to `out` by the first `bits` bits of their key digest, in their order within a partition;
   * `offsets` is given where each starts, in bytes, and the end: 2^bits + 1 numbers.
   */
  scatterEntries(entries: number, count: number, bits: number, out: number, offsets: number): void;
  /**
   * Ranks of staged entries, 16 bytes each, to `sorted`: by their 64 bytes, equal ones by file and row. All entries
   * share their first `shared` bits; `spare` is as large as `sorted`.
   */
  sortEntries(entries: number, count: number, shared: number, sorted: number, spare: number, scratch: number): void;
  sortScratchBytes(): number;
  /**
   * Both sides' sorted entries to listings, eight zero bytes ahead of each bucket's, and a record of six numbers to
   * `table` for each bucket that is not empty on both sides: bucket, start and count in the source, in the target,
   * whether they are the same. Returns how many records, or -1 when an entry is of none of the buckets.
   */
  layBuckets(
    source: number,
    sourceCount: number,
    target: number,
    targetCount: number,
    depth: number,
    first: number,
    buckets: number,
    sourceListings: number,
    targetListings: number,
    table: number,
  ): number;
  /**
   * Merges what layBuckets has laid. `counts` is given MergeCounts in their order, `rows` a number for each row of a
   * differing key, as many as are returned; it has room for all rows of both sides.
   */
  mergeBuckets(
    table: number,
    records: number,
    source: number,
    target: number,
    keyed: number,
    counts: number,
    rows: number,
  ): number;
  /** Such rows as columns: i32, but i64 for `row`, and digests of 36 bytes with their length ahead. */
  differingRows(
    rows: number,
    count: number,
    source: number,
    target: number,
    side: number,
    file: number,
    row: number,
    keyDigest: number,
    rowDigest: number,
    status: number,
  ): void;
}
