/** How often one difference, told by table, kind, side and key, stands in each package, in their order. */
export type Occurrences = readonly number[];

export interface Movement {
  readonly new: bigint;
  readonly gone: bigint;
  readonly persisting: bigint;
  /** Part of persisting: the same key differs as before, and a row of it is another. */
  readonly altered: bigint;
  /** In an earlier package, not in the one before, and here again. */
  readonly back: bigint;
}

export const stillness: Movement = { new: 0n, gone: 0n, persisting: 0n, altered: 0n, back: 0n };

export const added = (a: Movement, b: Movement): Movement => ({
  new: a.new + b.new,
  gone: a.gone + b.gone,
  persisting: a.persisting + b.persisting,
  altered: a.altered + b.altered,
  back: a.back + b.back,
});

/** What became of it at package `to`, seen from the one before; the nth occurrence is one with the nth of the other. */
export function movementOf(counts: Occurrences, to: number, same: number): Movement {
  const [before, now] = [counts[to - 1]!, counts[to]!];
  const earlier = Math.max(0, ...counts.slice(0, to - 1));
  const persisting = Math.min(before, now);
  const back = Math.max(0, Math.min(now, earlier) - before);
  return {
    new: BigInt(now - persisting - back),
    gone: BigInt(before - persisting),
    persisting: BigInt(persisting),
    altered: BigInt(persisting - Math.min(same, persisting)),
    back: BigInt(back),
  };
}

/** How many of two lists are the same text, each used once. */
export function common(a: readonly string[], b: readonly string[]): number {
  if (a.length === 1 && b.length === 1) return a[0] === b[0] ? 1 : 0;
  const left = new Map<string, number>();
  for (const text of a) left.set(text, (left.get(text) ?? 0) + 1);
  let found = 0;
  for (const text of b) {
    const count = left.get(text) ?? 0;
    if (count === 0) continue;
    left.set(text, count - 1);
    found++;
  }
  return found;
}
