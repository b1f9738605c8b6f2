import { jcsBytes } from '../../canonical/jcs.ts';
import type { Hash } from '../../tree/hashes.ts';
import type { Draw } from '../../../contract/spot.ts';

/** The draw's key, 32 bytes: seed, method, column and root, and nothing else. `sha256` is SHA-256 whatever the plan's hash. */
export const drawKey = (sha256: Hash, draw: Draw): Uint8Array => sha256.digest(jcsBytes(draw));

const hexDigits = Buffer.from('0123456789abcdef', 'latin1');
const lineEnd = 0x0a;

/**
 * Ranks rows: SHA-256 over the key in hex, a line feed, the row digest in hex, a line feed, and which of the rows equal
 * to it this is, in decimal. As good as a throw of a die for each row, and the same for whoever throws it.
 */
export class Ranks {
  readonly #sha256: Hash;
  readonly #message = new Uint8Array(64 + 1 + 64 + 1 + 16);

  constructor(sha256: Hash, key: Uint8Array) {
    this.#sha256 = sha256;
    this.#hex(key, 0, 0);
    this.#message[64] = this.#message[129] = lineEnd;
  }

  /** The rank of the row digest at `at`, 32 bytes. */
  of(bytes: Uint8Array, at: number, occurrence: number): Uint8Array {
    this.#hex(bytes, at, 65);
    const digits = String(occurrence);
    for (let i = 0; i < digits.length; i++) this.#message[130 + i] = digits.charCodeAt(i);
    return this.#sha256.digestShort(this.#message.subarray(0, 130 + digits.length));
  }

  #hex(bytes: Uint8Array, from: number, to: number): void {
    for (let i = 0; i < 32; i++) {
      const byte = bytes[from + i]!;
      this.#message[to + 2 * i] = hexDigits[byte >> 4]!;
      this.#message[to + 2 * i + 1] = hexDigits[byte & 15]!;
    }
  }
}
