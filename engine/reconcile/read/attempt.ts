/** A try at reading a table without a stage: whoever first says why it cannot be done ends what the others do of it. */
export class Attempt {
  /** Shared with workers, which look at it between batches: not 0 when it is over. */
  readonly over = new Int32Array(new SharedArrayBuffer(4));
  readonly #controller = new AbortController();
  #why: string | null = null;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** null as long as nothing speaks against it. */
  get why(): string | null {
    return this.#why;
  }

  giveUp(why: string): void {
    if (this.#why !== null) return;
    this.#why = why;
    Atomics.store(this.over, 0, 1);
    this.#controller.abort();
  }
}
