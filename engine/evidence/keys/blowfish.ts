const rounds = 16;
const boxWords = 4 * 256;

/** Blowfish's state: 18 subkeys and four boxes of 256, both of them the first digits of pi. */
export class Blowfish {
  readonly #subkeys: Uint32Array;
  readonly #boxes: Uint32Array;

  constructor() {
    const words = piWords();
    this.#subkeys = words.slice(0, rounds + 2);
    this.#boxes = words.slice(rounds + 2);
  }

  /** Enciphers one block of two words in place. */
  encipher(block: Uint32Array, at: number): void {
    const subkeys = this.#subkeys;
    const boxes = this.#boxes;
    let left = block[at]!;
    let right = block[at + 1]!;
    for (let round = 0; round < rounds; round++) {
      left ^= subkeys[round]!;
      right ^=
        (((boxes[left >>> 24]! + boxes[256 + ((left >>> 16) & 255)]!) ^ boxes[512 + ((left >>> 8) & 255)]!) +
          boxes[768 + (left & 255)]!) |
        0;
      [left, right] = [right, left];
    }
    block[at] = right ^ subkeys[rounds + 1]!;
    block[at + 1] = left ^ subkeys[rounds]!;
  }

  /** bcrypt's key schedule: subkeys and boxes are written anew from the key, and from the salt where there is one. */
  expand(key: Uint32Array, salt: Uint32Array | null): void {
    for (let i = 0; i < this.#subkeys.length; i++) this.#subkeys[i]! ^= key[i % key.length]!;
    const block = new Uint32Array(2);
    let salted = 0;
    for (const words of [this.#subkeys, this.#boxes])
      for (let i = 0; i < words.length; i += 2) {
        if (salt !== null) {
          block[0]! ^= salt[salted % salt.length]!;
          block[1]! ^= salt[(salted + 1) % salt.length]!;
          salted += 2;
        }
        this.encipher(block, 0);
        words.set(block, i);
      }
  }
}

let pi: Uint32Array | undefined;

/** The fraction of pi in 32-bit words, by Machin's formula: computed once, since four kilobytes of digits say less. */
function piWords(): Uint32Array {
  if (pi !== undefined) return pi;
  const words = rounds + 2 + boxWords;
  const guard = 64n;
  const scale = BigInt(words * 32) + guard;
  const arctanOfInverse = (x: bigint): bigint => {
    let power = (1n << scale) / x;
    let sum = power;
    for (let n = 3n, sign = -1n; power !== 0n; n += 2n, sign = -sign) {
      power /= x * x;
      sum += (sign * power) / n;
    }
    return sum;
  };
  const value = 4n * (4n * arctanOfInverse(5n) - arctanOfInverse(239n));
  const fraction = (value - (3n << scale)) >> guard;
  const hex = fraction.toString(16).padStart(words * 8, '0');
  pi = Uint32Array.from({ length: words }, (_, i) => Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16));
  return pi;
}
