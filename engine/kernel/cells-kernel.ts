/**
 * Columns of a batch to canonical cells, records and entries. As in kernel.ts, addresses and lengths are bytes of the
 * kernel's memory.
 */
export interface CellsKernel {
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
}
