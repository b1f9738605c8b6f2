/** Takes counted bytes from a stream of chunks. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #truncated: () => Error;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>, truncated: () => Error) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#truncated = truncated;
  }

  async ended(): Promise<boolean> {
    while (this.#buffer.length === 0) if (!(await this.#more())) return true;
    return false;
  }

  async take(length: number): Promise<Buffer> {
    while (this.#buffer.length < length) if (!(await this.#more())) throw this.#truncated();
    const taken = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return taken;
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      if (await this.ended()) throw this.#truncated();
      left -= (await this.take(Math.min(left, this.#buffer.length))).length;
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#buffer = this.#buffer.length === 0 ? next.value : Buffer.concat([this.#buffer, next.value]);
    return true;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
