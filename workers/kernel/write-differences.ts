// Differences as bytes: lines of differences.ndjson and differences.csv, and the columns of differences.parquet in
// Parquet's PLAIN layout, as difference-plan.ts asks for. engine/evidence/differences/difference.ts and difference-csv.ts say the
// same in JavaScript.
import { writeDigits } from './cell-digits';
import * as asked from './difference-plan';
import { jsonText } from './json-text';
import { NONE } from './pair-differences';
import { copied, doubled } from './records';

const QUOTE: u8 = 0x22;
const END: u16 = 0x7d22; // "}
const BETWEEN: u32 = 0x22_2c22; // ","
const NULL: u32 = 0x6c6c_756e;

let plan: usize = 0;
let line: usize = 0;
let csv: usize = 0;
let escaped: u32 = 0;

/** Writes differences `from` to `to` of the list as long as there is room; gives the first that is not written. */
export function writeDifferences(at: usize, from: u32, to: u32): u32 {
  plan = at;
  line = load<usize>(plan, asked.LINE);
  csv = load<usize>(plan, asked.CSV);
  escaped = load<u32>(plan, asked.ESCAPED);
  const size = (3 + load<u32>(plan, asked.WORDS)) << 2;
  const list = load<usize>(plan, asked.LIST);
  let made = load<u32>(plan, asked.MADE);
  const most = load<u32>(plan, asked.MOST);
  let i = from;
  for (; i < to && made < most; i++, made++) {
    const difference = list + i * size;
    const row = load<u32>(difference, 4);
    const other = load<u32>(difference, 8);
    if (!fits(row, other)) break;
    write(load<u32>(difference), row, other, difference + 12, made);
  }
  store<usize>(plan, line, asked.LINE);
  store<usize>(plan, csv, asked.CSV);
  store<u32>(plan, escaped, asked.ESCAPED);
  store<u32>(plan, made, asked.MADE);
  return i;
}

function recordLength(row: u32): usize {
  return load<u32>(load<usize>(plan, asked.RECORD_LENGTHS) + ((row - load<u32>(plan, asked.FIRST_ROW)) << 2));
}

/** A byte is six at most in JSON, two in a cell of asked.CSV, and whatever JSON has made of it two of those. */
function fits(row: u32, other: u32): bool {
  const first = recordLength(row);
  const second: usize = other == NONE ? 0 : recordLength(other);
  const key = keyLength(row);
  return (
    line + load<u32>(plan, asked.LINE_FIXED) + 6 * (first + second + key) <= load<usize>(plan, asked.LINE_LIMIT) &&
    csv + load<u32>(plan, asked.CSV_FIXED) + 2 * (first + second) + 12 * key <= load<usize>(plan, asked.CSV_LIMIT) &&
    load<usize>(plan, asked.VIEW + 8) + load<u32>(plan, asked.KEY_FIXED) + 6 * key <=
      load<usize>(plan, asked.KEY_LIMIT) &&
    load<usize>(plan, asked.VIEW + 20) + 4 + max(first, second) <= load<usize>(plan, asked.RECORD_LIMITS) &&
    load<usize>(plan, asked.VIEW + 36) + 4 + max(first, second) <= load<usize>(plan, asked.RECORD_LIMITS + 4)
  );
}

function keyLength(row: u32): usize {
  const columns = load<usize>(plan, asked.KEY);
  const count = load<u32>(plan, asked.KEY_COUNT);
  let length: usize = 0;
  for (let k: u32 = 0; k < count; k++) {
    const column = load<usize>(plan, asked.CELLS) + (load<u32>(columns + (k << 2)) << 4);
    length += load<u32>(load<u32>(column, 4) + (row << 2)) - load<u32>(load<u32>(column) + (row << 2));
  }
  return length;
}

function piece(at: usize, out: usize): usize {
  const start = load<usize>(at);
  return copied(start, start + load<u32>(at, 4), out);
}

function hex(at: usize, out: usize): usize {
  v128.store(out, v128.load(at));
  v128.store(out, v128.load(at, 16), 16);
  v128.store(out, v128.load(at, 32), 32);
  v128.store(out, v128.load(at, 48), 48);
  return out + 64;
}

/** A text of the view that stands there already. */
function view(column: usize, at: usize, length: usize): void {
  const out = load<usize>(plan + asked.VIEW + column);
  store<u32>(out, <u32>length);
  store<usize>(plan + asked.VIEW + column, copied(at, at + length, out + 4));
}

function viewPiece(column: usize, at: usize): void {
  store<usize>(plan + asked.VIEW + column, piece(at, load<usize>(plan + asked.VIEW + column)));
}

function write(kind: u32, row: u32, other: u32, mask: usize, made: u32): void {
  const pieces = load<usize>(plan, asked.PIECES);
  const ofKind = pieces + asked.OF_KINDS + kind * asked.OF_KIND;
  const digest = load<u32>(load<usize>(plan, asked.KEY_DIGESTS) + (row << 2)) + 2;
  const keyAt = load<usize>(plan, asked.VIEW + 8) + 4;
  const keyEnd = writeKey(row, keyAt);
  store<u32>(keyAt - 4, <u32>(keyEnd - keyAt));
  store<usize>(plan + asked.VIEW + 8, keyEnd);

  csv = piece(ofKind + 8, csv);
  csv = doubled(keyAt, keyEnd, csv);
  store<u32>(csv, BETWEEN);
  csv = hex(digest, csv + 3);
  store<u32>(csv, BETWEEN);
  csv = writeNames(mask, 8, csv + 3);
  store<u32>(csv, 0x2c2c_2c22); // a quote, and no column and no text
  csv += 4;

  line = piece(pieces + asked.LINE_COLUMNS, line);
  const names = line;
  line = writeNames(mask, 0, line);
  view(16, names, line - names);
  line = piece(pieces + asked.LINE_KEY, line);
  line = copied(keyAt, keyEnd, line);
  line = piece(pieces + asked.LINE_KEY_DIGEST, line);
  line = hex(digest, line);
  line = piece(ofKind, line);

  viewPiece(0, pieces + asked.VIEW_TABLE);
  viewPiece(4, ofKind + 16);
  view(12, digest, 64);

  const onTarget = other == NONE && sideOf(row) == 1;
  writeSide(onTarget ? NONE : row, 20, load<usize>(plan, asked.VALID) + made);
  line = piece(pieces + asked.LINE_TARGET, line);
  store<u8>(csv++, 0x2c);
  writeSide(onTarget ? row : other, 36, load<usize>(plan, asked.VALID + 4) + made);
  store<u16>(line, 0x0a7d);
  line += 2;
  store<u16>(csv, 0x0a0d);
  csv += 2;
  escaped += load<u32>(plan, asked.TABLE_ESCAPES);
}

/** The key as a JSON array of texts. */
function writeKey(row: u32, out: usize): usize {
  const columns = load<usize>(plan, asked.KEY);
  const count = load<u32>(plan, asked.KEY_COUNT);
  store<u8>(out++, 0x5b);
  for (let k: u32 = 0; k < count; k++) {
    if (k > 0) store<u8>(out++, 0x2c);
    const column = load<usize>(plan, asked.CELLS) + (load<u32>(columns + (k << 2)) << 4);
    if (load<u8>(load<u32>(column, 8) + row) == 0) {
      store<u32>(out, NULL);
      out += 4;
      continue;
    }
    store<u8>(out++, QUOTE);
    out = jsonText(load<u32>(load<u32>(column) + (row << 2)), load<u32>(load<u32>(column, 4) + (row << 2)), out);
    store<u8>(out++, QUOTE);
  }
  store<u8>(out, 0x5d);
  return out + 1;
}

/** The names of the columns that differ as a JSON array; `form` is 0, or 8 within a cell of asked.CSV. */
function writeNames(mask: usize, form: usize, out: usize): usize {
  const names = load<usize>(plan, asked.NAMES);
  const words = load<u32>(plan, asked.WORDS);
  let some = false;
  store<u8>(out++, 0x5b);
  for (let word: u32 = 0; word < words; word++) {
    for (let bits = load<u32>(mask + (word << 2)); bits != 0; bits &= bits - 1) {
      if (some) store<u8>(out++, 0x2c);
      some = true;
      out = piece(names + (((word << 5) + ctz(bits)) << 4) + form, out);
    }
  }
  store<u8>(out, 0x5d);
  return out + 1;
}

function sideOf(row: u32): u32 {
  return load<u32>(load<usize>(plan, asked.SIDES) + (row << 2));
}

/** A row in its place, or nothing there; `column` is the first of that place in the view. */
function writeSide(row: u32, column: usize, valid: usize): void {
  store<u8>(valid, row == NONE ? 0 : 1);
  if (row == NONE) {
    store<u32>(line, NULL);
    line += 4;
    store<u32>(csv, 0x2c_2c2c);
    csv += 3;
    return;
  }
  const pieces = load<usize>(plan, asked.PIECES);
  const made = (row - load<u32>(plan, asked.FIRST_ROW)) << 2;
  const record = <usize>load<u32>(load<usize>(plan, asked.RECORD_STARTS) + made);
  const length = <usize>load<u32>(load<usize>(plan, asked.RECORD_LENGTHS) + made);
  const digest = <usize>load<u32>(load<usize>(plan, asked.ROW_DIGESTS) + (row << 2)) + 2;
  const files = load<usize>(plan + (sideOf(row) == 0 ? asked.SOURCE_FILES : asked.TARGET_FILES));
  const file = files + load<u32>(load<usize>(plan, asked.FILES) + (row << 2)) * asked.FILE_SIZE;
  escaped += load<u32>(file, 24);

  line = piece(pieces + asked.LINE_DIGEST, line);
  line = hex(digest, line);
  line = piece(file, line);
  line = jsonText(record, record + length, line);
  line = piece(pieces + asked.LINE_ROW, line);
  const digits = line;
  line = writeDigits(line, load<u64>(load<usize>(plan, asked.ROWS) + ((<usize>row) << 3)) + 1, 1);
  const digitsLength = line - digits;
  store<u16>(line, END);
  line += 2;

  store<u8>(csv++, QUOTE);
  if (runs(record, length)) {
    store<u8>(csv++, 0x27);
    escaped++;
  }
  csv = doubled(record, record + length, csv);
  store<u32>(csv, BETWEEN);
  csv = hex(digest, csv + 3);
  csv = piece(file + 8, csv);
  csv = copied(digits, digits + digitsLength, csv);
  store<u8>(csv++, QUOTE);

  view(column, record, length);
  view(column + 4, digest, 64);
  viewPiece(column + 8, file + 16);
  view(column + 12, digits, digitsLength);
}

/** Whether a spreadsheet would run the cell (CWE-1236). */
function runs(at: usize, length: usize): bool {
  if (length == 0) return false;
  const first = load<u8>(at);
  return first == 0x3d || first == 0x2b || first == 0x2d || first == 0x40 || first == 9 || first == 13;
}
