interface Waiting<S> {
  readonly size: number;
  readonly take: (seat: S) => void;
}

/** So many seats, each used by one piece of work at a time: the largest of those that wait is next, of equal ones the first. */
export class LargestFirst<S> {
  readonly #free: S[];
  readonly #waiting: Waiting<S>[] = [];

  constructor(seats: readonly S[]) {
    this.#free = seats.toReversed();
  }

  async use<T>(work: (seat: S) => Promise<T>, size: number): Promise<T> {
    const seat = this.#free.pop() ?? (await new Promise<S>((take) => this.#waiting.push({ size, take })));
    try {
      return await work(seat);
    } finally {
      this.#give(seat);
    }
  }

  #give(seat: S): void {
    const most = Math.max(...this.#waiting.map(({ size }) => size));
    const next = this.#waiting.findIndex(({ size }) => size === most);
    if (next === -1) this.#free.push(seat);
    else this.#waiting.splice(next, 1)[0]!.take(seat);
  }
}
