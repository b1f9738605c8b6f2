import { TallyError } from '../../../contract/problem.ts';
import type { HashPool } from '../run/hash-pool.ts';
import type { HashedGroup } from '../hash/hash-rows.ts';
import { settle } from '../run/settle.ts';
import { stagedEntryBytes } from '../hash/staged-entry.ts';
import { partitionsOf, type Beside } from './partitions.ts';
import type { PickBy, PickedRow } from './pick-rows.ts';

const all = 2 ** 48;

export interface Picking {
  readonly groups: readonly HashedGroup[];
  readonly key: Uint8Array;
  readonly pool: HashPool;
  /** Told of rows that were ranked. */
  readonly onRows: (rows: number) => void;
}

/** Every partition in a worker; what may be in the sample, in no order. */
async function pick({ groups, key, pool, onRows }: Picking, beside: Beside, by: PickBy): Promise<PickedRow[]> {
  const picked = await settle(
    partitionsOf(groups, beside).map(async (slices) => {
      const found = await pool.run('pick', { key, slices, by });
      onRows(slices.reduce((sum, { entries }) => sum + entries.bytes / stagedEntryBytes, 0));
      return found;
    }),
  );
  return picked.flat();
}

const byRank = (a: PickedRow, b: PickedRow): number => (a.rank < b.rank ? -1 : 1);

/** What a rank begins with, of 2^48, in about as many of `rows` as are wanted and some more. */
const enoughFor = (wanted: number, rows: number, times: number): number =>
  Math.min(all, Math.ceil((all / rows) * (wanted + 8 * Math.sqrt(wanted) + 20) * times));

/**
 * The rows of the lowest ranks, so many of each stratum, in their order. Workers give those below a bound that is nearly
 * always enough, so that memory is bounded by the sample and not by the table; where it is not, it is doubled.
 */
export async function pickLowest(
  picking: Picking,
  beside: Beside,
  strata: readonly { readonly rows: number; readonly drawn: number }[],
): Promise<PickedRow[]> {
  for (let times = 1; ; times *= 2) {
    const below = strata.map(({ rows, drawn }) => enoughFor(drawn, rows, times));
    const by: PickBy = beside.kind === 'strata' ? { kind: 'strata', below } : { kind: 'rows', below: below[0]! };
    const picked = await pick(picking, beside, by);
    const lots = strata.map((): PickedRow[] => []);
    for (const row of picked) lots[row.stratum]!.push(row);
    const short = lots.findIndex((lot, i) => lot.length < strata[i]!.drawn);
    if (short >= 0 && below[short]! < all) continue;
    if (short >= 0) throw new TallyError('internal', 'There are fewer rows than were counted');
    return lots.flatMap((lot, i) => lot.sort(byRank).slice(0, strata[i]!.drawn));
  }
}

/** The rows that the sieve leaves, by rank. */
export async function pickByAmount(
  picking: Picking,
  beside: Extract<Beside, { kind: 'amounts' }>,
  size: bigint,
  total: bigint,
): Promise<PickedRow[]> {
  const picked = await pick(picking, beside, { kind: 'amounts', size: String(size), total: String(total) });
  return picked.sort(byRank);
}
