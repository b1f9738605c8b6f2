import type { movementNames } from '../../../contract/rehearsal.ts';

/** A difference of one package, among those that are the same one: table, kind, side and key are. */
export interface Row {
  /** Of its rows: another digest, another row. */
  readonly digest: string;
  /** Where its line begins in the package's listing. */
  readonly at: number;
}

export type MovementName = (typeof movementNames)[number];

/** How many of each. */
export interface Movement {
  readonly new: bigint;
  readonly gone: bigint;
  readonly persisting: bigint;
  /** Part of persisting: the same key differs as before, and a row of it is another. */
  readonly altered: bigint;
  /** In an earlier package, not in the one before, and here again. */
  readonly back: bigint;
}

/** The rows themselves: those gone are the earlier package's, all others the later one's. Here altered is apart. */
export type Moved = Readonly<Record<MovementName, readonly Row[]>>;

export const stillness: Movement = { new: 0n, gone: 0n, persisting: 0n, altered: 0n, back: 0n };

export const added = (a: Movement, b: Movement): Movement => ({
  new: a.new + b.new,
  gone: a.gone + b.gone,
  persisting: a.persisting + b.persisting,
  altered: a.altered + b.altered,
  back: a.back + b.back,
});

/**
 * What became of rows that are the same difference, from one package to the next; `earlier` is the most that any package
 * before these two has. A row met by its digest persists as it is; of the others the nth is the nth, with another row.
 */
export function movedBetween(before: readonly Row[], now: readonly Row[], earlier: number): Moved {
  const counted = new Map<string, number>();
  for (const { digest } of before) counted.set(digest, (counted.get(digest) ?? 0) + 1);
  const met = new Map<string, number>();
  const persisting: Row[] = [];
  const others: Row[] = [];
  for (const row of now) {
    const known = met.get(row.digest) ?? 0;
    const same = known < (counted.get(row.digest) ?? 0);
    if (same) met.set(row.digest, known + 1);
    (same ? persisting : others).push(row);
  }
  const left = before.filter(({ digest }) => {
    const known = met.get(digest) ?? 0;
    if (known > 0) met.set(digest, known - 1);
    return known === 0;
  });
  const altered = others.slice(0, left.length);
  const fresh = others.slice(left.length);
  const again = Math.max(0, Math.min(now.length, earlier) - before.length);
  return {
    persisting,
    altered,
    gone: left.slice(altered.length),
    back: fresh.slice(0, again),
    new: fresh.slice(again),
  };
}

export const countOf = ({ new: fresh, gone, persisting, altered, back }: Moved): Movement => ({
  new: BigInt(fresh.length),
  gone: BigInt(gone.length),
  persisting: BigInt(persisting.length + altered.length),
  altered: BigInt(altered.length),
  back: BigInt(back.length),
});
