/** Takes whole records from the front of `bytes`; gives how many bytes it took. At the end it takes all. */
export type TakeRecords = (bytes: Buffer, final: boolean) => number;

/** Joins chunks until they hold whole records. A long record is tried again only when twice as much is there. */
export class WholeRecords {
  readonly #take: TakeRecords;
  #chunks: Buffer[] = [];
  #length = 0;
  #enough = 0;

  constructor(take: TakeRecords) {
    this.#take = take;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length >= this.#enough) this.#drain(false);
  }

  end(): void {
    this.#drain(true);
  }

  #drain(final: boolean): void {
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const taken = this.#take(bytes, final);
    const rest = bytes.subarray(taken);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    this.#enough = taken === 0 ? rest.length * 2 : 0;
  }
}
