/**
 * Pages of a Parquet export to columns of a batch (workers/kernel/parquet-*.ts, snappy.ts). As in kernel.ts, addresses
 * and lengths are bytes of the kernel's memory. Those that give a number give `torn` where the bytes do not add up.
 */
export interface ParquetKernel {
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
  booleanRuns: ParquetKernel['booleans'];
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
}
