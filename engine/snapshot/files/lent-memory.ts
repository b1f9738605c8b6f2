/** More is not kept between two uses. */
const most = 2 ** 26;

/**
 * Memory that is lent again and again, so that nothing is left to be collected: the collector marks all there is for
 * every few megabytes of arrays. What it holds when it is taken is whatever was there.
 */
export class LentMemory {
  #bytes = new Uint8Array(0);
  #wanted = 0;

  /** From here on what was taken is void. */
  again(): this {
    const enough = Math.min(this.#wanted, most);
    if (enough > this.#bytes.length) this.#bytes = new Uint8Array(enough + (enough >> 2));
    this.#wanted = 0;
    return this;
  }

  /** Bytes that begin at a multiple of eight; beyond what there is, of their own. */
  take(length: number): Uint8Array<ArrayBuffer> {
    const at = this.#wanted;
    this.#wanted = Math.ceil((at + length) / 8) * 8; // no bits: they end at 2^31
    return this.#wanted <= this.#bytes.length ? this.#bytes.subarray(at, at + length) : new Uint8Array(length);
  }
}
