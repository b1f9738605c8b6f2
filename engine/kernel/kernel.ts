/**
 * What the kernel exports (workers/kernel, AssemblyScript compiled to WASM): work on whole batches in its own memory.
 * Addresses and lengths are bytes of that memory; arrays are u32 unless said otherwise. Nothing allocates: the caller
 * lays out the memory with an Arena. Those that give a number of rows left have set left[row] (u8) for each: they are
 * for JavaScript's own grammar to judge.
 */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  /** The first byte that is the caller's. */
  heapBase(): number;

  /** Digest of message i, lengths[i] bytes at address starts[i], to out + i * stride. */
  sha256Batch: HashBatch;
  blake3Batch: HashBatch;
  /** What a batch of either hash wants at its `scratch`, however many messages it has. */
  hashScratchBytes(): number;
  /**
   * Takes `length` bytes of a CSV file into the counts at `counts` (engine/snapshot/kernel-csv-count.ts); 0 where the
   * scanner refuses them. 63 bytes after them must be memory too.
   */
  csvCount(counts: number, at: number, length: number, delimiter: number, quote: number, escape: number): number;
  csvCountEnd(counts: number): number;
  /** Splits whole CSV records into the columns of `plan` (engine/snapshot/kernel-csv-fields.ts): more, full, refused. */
  csvFields(plan: number, at: number, length: number, final: number, limit: number): number;

  /** How long a column's texts are in all, NULLs left out. */
  textBytes(starts: number, ends: number, valid: number, rows: number): number;

  // Columns to canonical texts; see the files of workers/kernel for how much is written from `out` on.
  decimalCells(
    starts: number,
    ends: number,
    valid: number,
    rows: number,
    places: number,
    shift: number,
    out: number,
    left: number,
  ): number;
  intCells(
    values: number,
    size: number,
    valid: number,
    rows: number,
    digits: number,
    places: number,
    out: number,
    starts: number,
    ends: number,
    left: number,
  ): number;
  floatCells(values: number, valid: number, rows: number, out: number, starts: number, ends: number): void;
  floatTexts(starts: number, ends: number, valid: number, rows: number, out: number, left: number): number;
  dateCells(
    values: number,
    valid: number,
    rows: number,
    out: number,
    starts: number,
    ends: number,
    left: number,
  ): number;
  dateTexts(starts: number, ends: number, valid: number, rows: number, left: number): number;
  timeCells(
    values: number,
    valid: number,
    rows: number,
    unit: number,
    precision: number,
    zulu: boolean,
    out: number,
    starts: number,
    ends: number,
    left: number,
  ): number;
  timeTexts(
    starts: number,
    ends: number,
    valid: number,
    rows: number,
    precision: number,
    zulu: boolean,
    bare: boolean,
    out: number,
    left: number,
  ): number;
  uuidTexts(starts: number, ends: number, valid: number, rows: number, left: number): number;
  hexTexts(starts: number, ends: number, valid: number, rows: number, left: number): number;
  boolTexts(starts: number, ends: number, valid: number, rows: number, left: number): number;
  markedTexts(starts: number, ends: number, valid: number, rows: number, mark: number, left: number): number;

  // What comes before a type's grammar (workers/kernel/text-rules.ts, distinct-cells.ts).
  nullTexts(starts: number, ends: number, valid: number, rows: number, texts: number, count: number): void;
  nullValues(values: number, size: number, valid: number, rows: number, numbers: number, count: number): void;
  trimTexts(
    starts: number,
    ends: number,
    valid: number,
    rows: number,
    mark: number,
    newStarts: number,
    newEnds: number,
    trimmed: number,
  ): void;
  ruledTexts(
    starts: number,
    ends: number,
    valid: number,
    rows: number,
    rules: number,
    mark: number,
    left: number,
  ): number;
  distinctCells(
    first: number,
    second: number,
    size: number,
    asked: number,
    rows: number,
    most: number,
    slots: number,
    slotCount: number,
    hashes: number,
    firsts: number,
    counts: number,
    refs: number,
  ): number;

  /** Canonical records of rows `from` on; result gets the next row, how many were made, the address after the last. */
  assembleRecords(
    table: number,
    columns: number,
    from: number,
    rows: number,
    drop: number,
    out: number,
    limit: number,
    most: number,
    recordStarts: number,
    recordLengths: number,
    rowOf: number,
    span: number,
    spanStarts: number,
    spanLengths: number,
    result: number,
  ): void;
  recordBound(table: number, columns: number, row: number): number;
  placeEntries(
    entries: number,
    count: number,
    rowOf: number,
    at: number,
    firstRow: bigint,
    file: number,
    altered: number,
  ): void;
  packTexts(starts: number, ends: number, valid: number, drop: number, rows: number, out: number): number;
  packDoubles(starts: number, valid: number, drop: number, rows: number, out: number): number;

  // Rows of differing keys on their way to the listing (workers/kernel/pieces.ts); `table` is that of assembleRecords.
  gatherBytes(rows: number, count: number, from: number, out: number): void;
  pieceBytes(table: number, columns: number, rows: number, pieces: number): number;
  packPiece(table: number, columns: number, from: number, to: number, places: number, out: number): number;
  layPieces(at: number, end: number, table: number, columns: number, rows: number, missing: number): number;

  // Pages of a Parquet export to columns (workers/kernel/parquet.ts). Those that give a number give `torn` where the
  // bytes do not add up.
  levels(at: number, end: number, valid: number, count: number): number;
  references(at: number, end: number, width: number, valid: number, count: number, size: number, out: number): number;
  plainTexts(at: number, end: number, valid: number, count: number, starts: number, ends: number): number;
  gatherTexts(
    refs: number,
    count: number,
    dictionaryStarts: number,
    dictionaryEnds: number,
    starts: number,
    ends: number,
  ): void;
  gatherValues(refs: number, count: number, size: number, dictionary: number, out: number): void;
  plainValues(at: number, end: number, valid: number, count: number, size: number, out: number): number;
  widenFloats(floats: number, count: number, out: number): void;
  fixedIntegers(at: number, end: number, width: number, valid: number, count: number, out: number): number;
  booleans(
    at: number,
    end: number,
    valid: number,
    count: number,
    trueAt: number,
    falseAt: number,
    starts: number,
    ends: number,
  ): number;
  /** 1 where no byte has its highest bit set. */
  areAscii(at: number, end: number): number;
  booleanRuns: Kernel['booleans'];
  plainUuids(at: number, end: number, valid: number, count: number, out: number, starts: number, ends: number): number;
  bytesToHex(starts: number, ends: number, valid: number, count: number, out: number): void;
  // Delta encodings (workers/kernel/parquet-delta.ts).
  deltaValues(at: number, end: number, valid: number, count: number, size: number, out: number): number;
  deltaLengthTexts(at: number, end: number, valid: number, count: number, starts: number, ends: number): number;
  /** Bytes of the texts that deltaTexts will write; `torn` where they do not add up or are more than `most`. */
  deltaTextBytes(at: number, end: number, valid: number, count: number, starts: number, most: number): number;
  deltaTexts(at: number, end: number, valid: number, count: number, out: number, starts: number, ends: number): number;
  splitValues(at: number, end: number, valid: number, count: number, size: number, out: number): number;
  /** 1 where every text is UTF-8. */
  areUtf8(starts: number, ends: number, valid: number, count: number): number;
  unsnap(at: number, end: number, out: number, size: number): number;

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

type HashBatch = (starts: number, lengths: number, count: number, out: number, stride: number, scratch: number) => void;

/** What an unsigned 32-bit `torn` is as JavaScript sees it. */
export const torn = -1;
