/** Reads RFC 4251 values one after another; throws RangeError where the bytes run out or are not in their one form. */
export class SshReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get rest(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Uint8Array {
    if (length > this.rest) throw new RangeError('The bytes run out');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  uint8(): number {
    return this.take(1)[0]!;
  }

  uint32(): number {
    return Buffer.from(this.take(4)).readUInt32BE();
  }

  string(): Uint8Array {
    return this.take(this.uint32());
  }

  text(): string {
    const bytes = this.string();
    const text = Buffer.from(bytes).toString('utf8');
    if (Buffer.compare(Buffer.from(text, 'utf8'), bytes) !== 0) throw new RangeError('A text is not UTF-8');
    return text;
  }

  /** A number that is not negative, in `length` bytes; a second spelling of the same number is refused. */
  mpint(length: number): Uint8Array {
    const bytes = this.string();
    const digits = bytes[0] === 0 ? bytes.subarray(1) : bytes;
    const isMinimal = bytes[0] === 0 ? bytes.length > 1 && bytes[1]! >= 0x80 : bytes.length === 0 || bytes[0]! < 0x80;
    if (!isMinimal || digits.length > length) throw new RangeError('A number is not in its one form');
    const padded = new Uint8Array(length);
    padded.set(digits, length - digits.length);
    return padded;
  }

  end(): void {
    if (this.rest !== 0) throw new RangeError('Bytes are left over');
  }
}

export function sshUint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function sshString(value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  return Buffer.concat([sshUint32(bytes.length), bytes]);
}

/** A number that is not negative, from its big-endian bytes. */
export function sshMpint(bytes: Uint8Array): Uint8Array {
  let from = 0;
  while (from < bytes.length && bytes[from] === 0) from++;
  const digits = bytes.subarray(from);
  return sshString(digits.length > 0 && digits[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits);
}
