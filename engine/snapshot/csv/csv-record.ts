import { TallyError } from '../../../contract/problem.ts';
import type { DialectBytes } from './dialect-bytes.ts';

const LF = 10;
const CR = 13;

/**
 * Splits one CSV record after another into fields (formats.md section 3). It shares no code with the scanner that
 * judged the file, so that each is a check on the other; where it meets what the scanner would have refused, the file
 * is not the one that was scanned.
 */
export class CsvRecord {
  readonly #dialect: DialectBytes;
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #escaped: boolean[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  /** Fields of the record last read. */
  fields = 0;

  constructor(dialect: DialectBytes) {
    this.#dialect = dialect;
  }

  /** Reads the record at `from`; gives where the next begins, or -1 when `bytes` may not hold it whole. */
  read(bytes: Buffer, from: number, final: boolean): number {
    const { delimiter, quote } = this.#dialect;
    const length = bytes.length;
    this.#bytes = bytes;
    this.fields = 0;
    for (let at = from; ; at++) {
      let end: number;
      if (bytes[at] === quote) {
        end = this.#quoted(at, final);
        if (end < 0) return -1;
      } else {
        for (end = at; end < length; end++) {
          const byte = bytes[end]!;
          if (byte === delimiter || byte === LF || byte === CR) break;
        }
        this.#keep(at, end, false);
      }
      if (end >= length) return final ? length : -1;
      const byte = bytes[end];
      if (byte === LF) return end + 1;
      if (byte === CR) {
        if (end + 1 >= length && !final) return -1;
        return bytes[end + 1] === LF ? end + 2 : end + 1;
      }
      if (byte !== delimiter) throw new TallyError('input_changed', 'The file is no longer the one that was scanned');
      at = end;
    }
  }

  /** A field's bytes, or null for an unquoted empty one. */
  value(field: number): Buffer | null {
    const start = this.#starts[field]!;
    if (start < 0) return null;
    const value = this.#bytes.subarray(start, this.#ends[field]);
    const plain = this.#escaped[field] === true ? this.#unescape(value) : value;
    return this.#dialect.folds ? this.#dialect.unfold(plain) : plain;
  }

  #quoted(at: number, final: boolean): number {
    const { quote, escape } = this.#dialect;
    const bytes = this.#bytes;
    let escaped = false;
    for (let i = at + 1; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte !== quote && byte !== escape) continue;
      if (i + 1 >= bytes.length && !final) return -1;
      const next = bytes[i + 1];
      if (byte === escape && (next === quote || next === escape)) {
        escaped = true;
        i++;
      } else if (byte === quote) {
        this.#keep(at + 1, i, escaped, true);
        return i + 1;
      }
    }
    if (final) throw new TallyError('input_changed', 'The file is no longer the one that was scanned');
    return -1;
  }

  #keep(start: number, end: number, escaped: boolean, quoted = false): void {
    this.#starts[this.fields] = end > start || quoted ? start : -1;
    this.#ends[this.fields] = end;
    this.#escaped[this.fields++] = escaped;
  }

  #unescape(value: Buffer): Buffer {
    const { quote, escape } = this.#dialect;
    const out = Buffer.allocUnsafe(value.length);
    let to = 0;
    for (let i = 0; i < value.length; i++) {
      const next = value[i + 1];
      if (value[i] === escape && (next === quote || next === escape)) i++;
      out[to++] = value[i]!;
    }
    return out.subarray(0, to);
  }
}
