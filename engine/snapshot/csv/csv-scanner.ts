import { TallyError, type ProblemCode } from '../../../contract/problem.ts';
import type { CsvDialect } from './csv-options.ts';
import { DialectBytes } from './dialect-bytes.ts';
import { headerNames } from './header-names.ts';
import { longestRecord, recordTooLong } from './longest-record.ts';
import { isPlainCsv, noticed } from './plain-csv.ts';

// What a byte is,
const ORDINARY = 0;
const DELIMITER = 1;
const QUOTE = 2;
const ESCAPE = 3;
const LF = 4;
const CR = 5;
const NUL = 6;
// and where in a field the scanner stands.
const FIELD_START = 0;
const UNQUOTED = 1;
const QUOTED = 2;
const CLOSED = 3;
const ESCAPED = 4;
/** The longest header line, in bytes. */
export const headerLimit = 1 << 24;

/**
 * Counts the records of a CSV file and judges its form (formats.md section 3) without keeping a field: the count that
 * is not DuckDB's. Takes valid UTF-8 cut between characters.
 */
export class CsvScanner {
  readonly #name: string;
  readonly #dialect: CsvDialect;
  readonly #bytes: DialectBytes;
  readonly #class = new Uint8Array(256);
  #columns: readonly string[] | null = null;
  #header: Buffer[] | null;
  #headerBytes = 0;
  #records = 0;
  #state: number = FIELD_START;
  #field = 0;
  #lineEnds = 0;
  #offset = 0;
  #recordStart = 0;
  #quoteLine = 0;
  #crAt = -2;
  readonly #seen = noticed();

  constructor(name: string, dialect: CsvDialect) {
    this.#name = name;
    this.#dialect = dialect;
    this.#bytes = new DialectBytes(dialect);
    this.#header = dialect.header ? [] : null;
    this.#class[0] = NUL;
    this.#class[10] = LF;
    this.#class[13] = CR;
    this.#class[this.#bytes.escape] = ESCAPE;
    this.#class[this.#bytes.quote] = QUOTE;
    this.#class[this.#bytes.delimiter] = DELIMITER;
  }

  get rows(): number {
    return this.#records - (this.#dialect.header ? 1 : 0);
  }

  get columns(): readonly string[] {
    return this.#columns ?? [];
  }

  /** Whether DuckDB's reader may be trusted with the file. */
  get plain(): boolean {
    return isPlainCsv(this.#seen, this.#dialect, this.columns);
  }

  get brokenLines(): boolean {
    return this.#seen.brokenLine;
  }

  push(chunk: Buffer): void {
    const bytes = this.#bytes.fold(chunk);
    const start = this.#offset;
    const length = bytes.length;
    const classes = this.#class;
    let state = this.#state;
    for (let i = 0; i < length;) {
      const kind = classes[bytes[i]!]!;
      if (kind === ORDINARY) {
        if (state === CLOSED) throw this.#afterQuote();
        if (state === FIELD_START) state = UNQUOTED;
        else if (state === ESCAPED) state = QUOTED;
        do i++;
        while (i < length && classes[bytes[i]!] === ORDINARY);
        continue;
      }
      if (state === QUOTED) {
        if (kind === QUOTE) state = CLOSED;
        else if (kind === ESCAPE) state = ESCAPED;
        else if (kind === LF || kind === CR) this.#brokenLine(kind, start + i);
        else if (kind === NUL) this.#seen.nul = true;
        i++;
        continue;
      }
      if (state === ESCAPED) {
        state = QUOTED;
        if (kind === QUOTE || kind === ESCAPE) i++;
        continue;
      }
      if (kind === DELIMITER) {
        state = FIELD_START;
        this.#field++;
      } else if (kind === LF && this.#crAt === start + i - 1) {
        this.#seen.cr--;
        this.#seen.crlf++;
        this.#recordStart = start + i + 1;
      } else if (kind === LF || kind === CR) {
        if (kind === CR) this.#crAt = start + i;
        this.#seen[kind === CR ? 'cr' : 'lf']++;
        if (this.#header !== null) this.#keepHeader(bytes.subarray(0, i));
        this.#endRecord(start + i);
        this.#lineEnds++;
        this.#recordStart = start + i + 1;
        state = FIELD_START;
      } else if (state === CLOSED) {
        if (kind !== QUOTE || this.#bytes.escape !== this.#bytes.quote) throw this.#afterQuote();
        state = QUOTED;
      } else if (kind === QUOTE && state === FIELD_START) {
        state = QUOTED;
        this.#quoteLine = this.#lineEnds + 1;
      } else {
        if (kind === QUOTE) this.#seen.oddQuote = true;
        if (kind === NUL) this.#seen.nul = true;
        state = UNQUOTED;
      }
      i++;
    }
    if (this.#header !== null) this.#keepHeader(bytes);
    this.#state = state;
    this.#offset += length;
    if (this.#offset - this.#recordStart > longestRecord) throw recordTooLong(this.place(false));
  }

  end(): void {
    if (this.#offset === 0)
      throw this.#fail('input_empty', 'The file is empty', 'A table without rows still has its header', '');
    if (this.#state === QUOTED || this.#state === ESCAPED)
      throw this.#fail(
        'input_malformed',
        `A quote opened in line ${this.#quoteLine} is never closed`,
        'Export the file again',
        this.place(),
      );
    if (this.#recordStart < this.#offset) this.#endRecord(this.#offset);
  }

  #endRecord(at: number): void {
    const fields = this.#field + 1;
    const empty = at === this.#recordStart;
    if (this.#columns === null) this.#columns = this.#nameColumns(fields, empty);
    else if (fields !== this.#columns.length)
      throw this.#fail(
        'input_malformed',
        empty
          ? `An empty line in a table of ${this.#columns.length} columns`
          : `${fields} fields where there are ${this.#columns.length} columns`,
        'Export the file again, or give its delimiter, quote and escape in the plan',
        this.place(false),
      );
    if (at - this.#recordStart > longestRecord) throw recordTooLong(this.place(false));
    this.#records++;
    this.#field = 0;
    if (at - this.#recordStart > this.#seen.longest) this.#seen.longest = at - this.#recordStart;
  }

  #nameColumns(fields: number, empty: boolean): readonly string[] {
    if (this.#header === null) return Array.from({ length: fields }, (_, i) => `c${i + 1}`);
    if (empty)
      throw this.#fail('input_header', 'The header line is empty', 'Export the file with its column names', this.#name);
    const names = headerNames(this.#bytes, Buffer.concat(this.#header), this.#name);
    this.#header = null;
    return names;
  }

  #keepHeader(part: Buffer): void {
    this.#headerBytes += part.length;
    if (this.#headerBytes > headerLimit)
      throw this.#fail(
        'input_header',
        `The header is longer than ${headerLimit} bytes`,
        'Check the quote and the line ends',
        this.#name,
      );
    this.#header?.push(Buffer.from(part));
  }

  #brokenLine(kind: number, at: number): void {
    this.#seen.brokenLine = true;
    if (kind === CR) {
      this.#seen.brokenByCr = true;
      this.#crAt = at;
    }
    if (kind === CR || this.#crAt !== at - 1) this.#lineEnds++;
  }

  #afterQuote(): TallyError {
    return this.#fail(
      'input_malformed',
      'Text follows a closing quote',
      'Quotes inside a quoted field must be escaped',
      this.place(),
    );
  }

  /** Where it stands: file, row or header, line, and column unless told otherwise. */
  place(column = true): string {
    const row = this.rows + 1;
    const name = this.#columns?.[this.#field];
    const field = name === undefined ? `column ${this.#field + 1}` : `column "${name}"`;
    return [
      this.#name,
      row === 0 ? 'header' : `row ${row}`,
      `line ${this.#lineEnds + 1}`,
      ...(column ? [field] : []),
    ].join(', ');
  }

  #fail(code: ProblemCode, what: string, remedy: string, where = this.#name): TallyError {
    return new TallyError(code, what, where === '' ? this.#name : where, remedy);
  }
}
