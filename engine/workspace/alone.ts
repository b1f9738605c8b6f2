/** Lets only the latest asking of a kind go on: what is asked again is no longer wanted as it was. */
export class Alone {
  readonly #stops = new Map<string, AbortController>();

  async run<T>(kind: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#stops.get(kind)?.abort();
    const stop = new AbortController();
    this.#stops.set(kind, stop);
    try {
      return await work(stop.signal);
    } finally {
      if (this.#stops.get(kind) === stop) this.#stops.delete(kind);
    }
  }

  close(): void {
    for (const stop of this.#stops.values()) stop.abort();
  }
}
