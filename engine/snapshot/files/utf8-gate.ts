import { isUtf8 } from 'node:buffer';
import { TallyError } from '../../../contract/problem.ts';
import { encodingRemedy } from './what-it-is.ts';

/**
 * Lets valid UTF-8 through, cut between characters, without a leading byte order mark (formats.md section 3). Anything
 * else is an error of the file that names the byte.
 */
export class Utf8Gate {
  readonly #place: (before: Buffer) => string;
  #carry: Uint8Array = new Uint8Array(0);
  /** Where `#carry` begins, in bytes from the start of the decompressed file. */
  #offset = 0;
  /** The first bytes, which may say what the file is instead. */
  #first: Uint8Array = new Uint8Array(0);

  /** `place` takes the valid bytes before the first that is not, and says where they end. */
  constructor(name: string, place: (before: Buffer) => string = () => name) {
    this.#place = place;
  }

  /** Bytes seen so far, the byte order mark among them. */
  get bytes(): number {
    return this.#offset + this.#carry.length;
  }

  push(chunk: Uint8Array): Buffer {
    const bytes = this.#carry.length === 0 ? asBuffer(chunk) : Buffer.concat([this.#carry, chunk]);
    const whole = bytes.length - incompleteTail(bytes);
    if (this.#offset === 0) this.#first = Uint8Array.from(bytes.subarray(0, 4));
    const out = bytes.subarray(0, whole);
    const mark = this.#offset === 0 && out.length >= 3 && out[0] === 0xef && out[1] === 0xbb && out[2] === 0xbf ? 3 : 0;
    if (!isUtf8(out)) {
      const bad = firstInvalid(out);
      throw this.#invalid(this.#offset + bad, out.subarray(mark, bad));
    }
    this.#carry = Uint8Array.from(bytes.subarray(whole));
    this.#offset += whole;
    return out.subarray(mark);
  }

  end(): void {
    if (this.#carry.length > 0) throw this.#invalid(this.#offset, Buffer.alloc(0));
  }

  #invalid(offset: number, before: Buffer): TallyError {
    return new TallyError(
      'input_encoding',
      `The file is not UTF-8: byte ${offset} (counted from 0) begins no character`,
      this.#place(before),
      encodingRemedy(this.#first),
    );
  }
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const lengthOf = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1);

/** How many last bytes begin a character that the chunk does not hold whole. */
export function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0;
  }
  return 0;
}

function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const end = at + lengthOf(bytes[at]!);
    if (!isUtf8(bytes.subarray(at, end))) return at;
    at = end;
  }
  return at;
}
