import type { CanonicalType } from '../../canonical/types.ts';

const quote = 0x22;
const comma = 0x2c;

/** Builds canonical records (formats.md section 1) in one buffer that is used again and again. */
export class RecordBuilder {
  #bytes: Buffer = Buffer.allocUnsafe(1 << 16);
  #used = 0;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #types: readonly CanonicalType[];

  constructor(types: readonly CanonicalType[]) {
    this.#types = types;
  }

  start(): void {
    this.#used = 0;
  }

  /** Appends column `c` as canonical cell text, or NULL. Columns come in canonical order. */
  cell(c: number, text: string | null): void {
    this.#open(c, text === null ? 0 : text.length * 6 + 2);
    if (text !== null) {
      if (this.#types[c]!.kind === 'text') this.#quoted(text);
      else this.#ascii(text);
    }
    this.#ends[c] = this.#used;
  }

  /** Appends column `c`, a text, as the UTF-8 bytes it already is. */
  textBytes(c: number, source: Uint8Array, start: number, end: number): void {
    this.#open(c, (end - start) * 2 + 2);
    const bytes = this.#bytes;
    let at = this.#used;
    bytes[at++] = quote;
    for (let i = start; i < end; i++) {
      const byte = source[i]!;
      if (byte === quote) bytes[at++] = quote;
      bytes[at++] = byte;
    }
    bytes[at++] = quote;
    this.#used = this.#ends[c] = at;
  }

  /** The record built so far; void after the next start(). */
  record(): Buffer {
    return this.#bytes.subarray(0, this.#used);
  }

  /** The canonical record of the columns named alone, in that order; appended behind the record, void with it. */
  keyRecord(columns: readonly number[]): Buffer {
    let size = columns.length;
    for (const c of columns) size += this.#ends[c]! - this.#starts[c]!;
    this.#reserve(size);
    const from = this.#used;
    let at = from;
    for (let k = 0; k < columns.length; k++) {
      if (k > 0) this.#bytes[at++] = comma;
      const c = columns[k]!;
      this.#bytes.copyWithin(at, this.#starts[c]!, this.#ends[c]);
      at += this.#ends[c]! - this.#starts[c]!;
    }
    return this.#bytes.subarray(from, at);
  }

  /** Where column `c` stands in record(). */
  span(c: number): readonly [number, number] {
    return [this.#starts[c]!, this.#ends[c]!];
  }

  #open(c: number, length: number): void {
    this.#reserve(length + 1);
    if (c > 0) this.#bytes[this.#used++] = comma;
    this.#starts[c] = this.#used;
  }

  #quoted(text: string): void {
    this.#bytes[this.#used++] = quote;
    if (text.includes('"')) text = text.replaceAll('"', '""');
    this.#used += this.#bytes.write(text, this.#used, 'utf8');
    this.#bytes[this.#used++] = quote;
  }

  #ascii(text: string): void {
    const { length } = text;
    if (length > 40) this.#used += this.#bytes.write(text, this.#used, 'latin1');
    else for (let i = 0; i < length; i++) this.#bytes[this.#used++] = text.charCodeAt(i);
  }

  #reserve(length: number): void {
    if (this.#used + length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + length));
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }
}
