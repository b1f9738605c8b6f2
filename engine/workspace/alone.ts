/** Lets only the latest asking of a kind go on: what is asked again is no longer wanted as it was. */
export class Alone {
  readonly #working = new Map<string, { readonly stop: AbortController; readonly ended: Promise<unknown> }>();

  async run<T>(kind: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#working.get(kind)?.stop.abort();
    const stop = new AbortController();
    const done = work(stop.signal);
    const entry = { stop, ended: done.catch(() => undefined) };
    this.#working.set(kind, entry);
    try {
      return await done;
    } finally {
      if (this.#working.get(kind) === entry) this.#working.delete(kind);
    }
  }

  /** Stops all of it, and waits until nothing is open any more. */
  async close(): Promise<void> {
    const working = [...this.#working.values()];
    for (const { stop } of working) stop.abort();
    await Promise.all(working.map(({ ended }) => ended));
  }
}
