/** A column of a batch of rows as plain memory: `valid[i]` is 0 where row i is NULL. */
export type PlainColumn =
  | TextColumn
  | { readonly kind: 'double'; readonly values: Float64Array; readonly valid: Uint8Array }
  | { readonly kind: 'int32'; readonly values: Int32Array; readonly valid: Uint8Array }
  | { readonly kind: 'int64'; readonly values: BigInt64Array; readonly valid: Uint8Array };

/** Row i's bytes are `bytes[starts[i] .. ends[i])`. Values need not touch: Parquet's own bytes are used as they lie. */
export interface TextColumn {
  readonly kind: 'text';
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array;
  readonly valid: Uint8Array;
}

export type PlainKind = PlainColumn['kind'];

/** Collects texts in Parquet's PLAIN layout (4-byte length, bytes), growing as needed. */
export class TextColumnBuilder {
  #bytes = Buffer.allocUnsafeSlow(1 << 8);
  #used = 0;
  #ends = new Uint32Array(1 << 6);
  #starts = new Uint32Array(1 << 6);
  #valid = new Uint8Array(1 << 6);
  rows = 0;

  /** Bytes held so far: a caller closes the batch before 2^32 of them. */
  get size(): number {
    return this.#used;
  }

  append(source: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#reserve(length + 4);
    const at = this.#used + 4;
    if (length < 48) for (let i = 0; i < length; i++) this.#bytes[at + i] = source[start + i]!;
    else this.#bytes.set(source.subarray(start, end), at);
    this.#close(at, length);
  }

  appendText(text: string): void {
    this.#reserve(text.length * 3 + 4);
    const at = this.#used + 4;
    this.#close(at, this.#bytes.write(text, at, 'utf8'));
  }

  appendNull(): void {
    this.#row();
    this.#valid[this.rows] = 0;
    this.#starts[this.rows] = this.#ends[this.rows] = this.#used;
    this.rows++;
  }

  finish(): TextColumn {
    return {
      kind: 'text',
      starts: this.#starts.subarray(0, this.rows),
      ends: this.#ends.subarray(0, this.rows),
      bytes: this.#bytes.subarray(0, this.#used),
      valid: this.#valid.subarray(0, this.rows),
    };
  }

  /** Empties it, keeping its memory: what finish() gave is void from here on. */
  reset(): void {
    this.#used = 0;
    this.rows = 0;
  }

  #close(at: number, length: number): void {
    this.#row();
    this.#bytes.writeUInt32LE(length, at - 4);
    this.#starts[this.rows] = at;
    this.#used = this.#ends[this.rows] = at + length;
    this.#valid[this.rows++] = 1;
  }

  #reserve(length: number): void {
    if (this.#used + length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + length));
    grown.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = grown;
  }

  #row(): void {
    if (this.rows < this.#valid.length) return;
    const grow = <T extends Uint8Array | Uint32Array>(old: T, fresh: T): T => (fresh.set(old), fresh);
    const size = this.#valid.length * 2;
    this.#valid = grow(this.#valid, new Uint8Array(size));
    this.#starts = grow(this.#starts, new Uint32Array(size));
    this.#ends = grow(this.#ends, new Uint32Array(size));
  }
}
