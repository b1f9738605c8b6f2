/**
 * Rows of differing keys to the listing of differences. As in kernel.ts, addresses and lengths are bytes of the
 * kernel's memory.
 */
export interface DifferencesKernel {
  // Rows of differing keys on their way to the listing (workers/kernel/pieces.ts); `table` is that of assembleRecords.
  gatherBytes(rows: number, count: number, from: number, out: number): void;
  pieceBytes(table: number, columns: number, rows: number, pieces: number): number;
  packPiece(table: number, columns: number, from: number, to: number, places: number, out: number): number;
  layPieces(at: number, end: number, table: number, columns: number, rows: number, missing: number): number;

  /**
   * Lists the differences of drilled rows; `result` is given the next row and three counts.
   * See the files of workers/kernel for what is asked for and for how it is laid out.
   */
  pairDifferences(
    cells: number,
    columns: number,
    sides: number,
    statuses: number,
    keyDigests: number,
    from: number,
    to: number,
    more: number,
    list: number,
    words: number,
    counts: number,
    result: number,
  ): void;
  /** Writes differences `from` to `to` of the list as long as there is room; gives the first that is not written. */
  writeDifferences(plan: number, from: number, to: number): number;
  /** Leaves out messages that are the same as the one before them; gives how many stay, and which each is the same as. */
  joinAlike(starts: number, lengths: number, count: number, numbers: number): number;
  /** Gives each message the digest of the one that it is the same as. */
  spreadDigests(digests: number, count: number, numbers: number): void;
  /** How many rows have other digests than those, in hex, that stand beside them. */
  unlikeRows(
    keys: number,
    rows: number,
    keyDigests: number,
    rowDigests: number,
    from: number,
    count: number,
    scratch: number,
  ): number;
}
