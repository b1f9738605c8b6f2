import type { CsvDialect } from './csv-options.ts';

/**
 * The dialect's three characters as one byte each, so that the readers look at bytes alone. A character outside ASCII
 * is folded into a byte that no UTF-8 text has, and unfolded where it turns up inside a value.
 */
export class DialectBytes {
  readonly delimiter: number;
  readonly quote: number;
  readonly escape: number;
  readonly #folds: { readonly long: Buffer; readonly byte: number }[] = [];

  constructor({ delimiter, quote, escape }: CsvDialect) {
    const byteOf = new Map<string, number>();
    const fold = (character: string): number => {
      const long = Buffer.from(character);
      if (long.length === 1) return long[0]!;
      const known = byteOf.get(character);
      if (known !== undefined) return known;
      const byte = 0xf8 + byteOf.size;
      byteOf.set(character, byte);
      this.#folds.push({ long, byte });
      return byte;
    };
    this.delimiter = fold(delimiter);
    this.quote = fold(quote);
    this.escape = fold(escape);
  }

  fold(bytes: Buffer): Buffer {
    let out = bytes;
    for (const { long, byte } of this.#folds) out = replaced(out, long, Buffer.of(byte));
    return out;
  }

  unfold(bytes: Buffer): Buffer {
    let out = bytes;
    for (const { long, byte } of this.#folds) out = replaced(out, Buffer.of(byte), long);
    return out;
  }

  get folds(): boolean {
    return this.#folds.length > 0;
  }
}

function replaced(bytes: Buffer, from: Buffer, to: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (let hit = bytes.indexOf(from); hit >= 0; hit = bytes.indexOf(from, at)) {
    parts.push(bytes.subarray(at, hit), to);
    at = hit + from.length;
  }
  return parts.length === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(at)]);
}
