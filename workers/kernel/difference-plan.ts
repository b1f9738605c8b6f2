// How what is asked of write-differences.ts lies in memory: byte offsets, u32 each unless said otherwise.
// engine/reconcile/differences/kernel-lines.ts lays it out.

export const CELLS: usize = 0; // the table of assembleRecords
export const KEY: usize = 4; // columns of the key
export const KEY_COUNT: usize = 8;
export const SIDES: usize = 12;
export const FILES: usize = 16;
export const ROWS: usize = 20; // u64 each
export const KEY_DIGESTS: usize = 24; // starts of `0x` and hex
export const ROW_DIGESTS: usize = 28;
export const RECORD_STARTS: usize = 32;
export const RECORD_LENGTHS: usize = 36;
export const FIRST_ROW: usize = 40; // of which the first record is
export const LIST: usize = 44;
export const WORDS: usize = 48;
export const PIECES: usize = 52; // address and length each
export const NAMES: usize = 56; // two pieces a column
export const SOURCE_FILES: usize = 60; // three pieces a file, and how many of its cells would have run
export const TARGET_FILES: usize = 64;
export const TABLE_ESCAPES: usize = 68;
// Room: what is left of it is judged by what a difference may take at most.
export const LINE_FIXED: usize = 72;
export const LINE_LIMIT: usize = 76;
export const CSV_FIXED: usize = 80;
export const CSV_LIMIT: usize = 84;
export const KEY_FIXED: usize = 88;
export const KEY_LIMIT: usize = 92;
export const RECORD_LIMITS: usize = 96; // of the source, of the target
export const MOST: usize = 104;
// Where each writes next, in and out.
export const LINE: usize = 108;
export const CSV: usize = 112;
export const VIEW: usize = 116; // table, kind, key, key digest, columns, then record, digest, file, row of each side
export const VALID: usize = 168; // of the source's columns, of the target's
export const ESCAPED: usize = 176;
export const MADE: usize = 180;

// Pieces by number.
export const LINE_COLUMNS: usize = 0;
export const LINE_KEY: usize = 8;
export const LINE_KEY_DIGEST: usize = 16;
export const LINE_TARGET: usize = 24;
export const LINE_DIGEST: usize = 32;
export const LINE_ROW: usize = 40;
export const VIEW_TABLE: usize = 48;
export const OF_KINDS: usize = 56; // the line's, the CSV's, the view's, for each kind
export const OF_KIND: usize = 24;
export const FILE_SIZE: usize = 28;
