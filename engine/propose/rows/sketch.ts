import type { Database } from '../../snapshot/duckdb/database.ts';
import type { ColumnProfile } from '../column-profile.ts';
import { textRows } from '../../snapshot/duckdb/text-rows.ts';

/**
 * The different values of a column with the smallest hashes: two columns are sampled by value, so that what both have
 * is in both samples, whatever the rest. The hash is DuckDB's, the same wherever the same build runs.
 */
export interface Sketch {
  /** Ascending. */
  readonly hashes: BigUint64Array;
  /** The first 53 bits of each hash: numbers are compared many times faster. */
  readonly heads: Float64Array;
  readonly values: readonly string[];
  /** No value was left out. */
  readonly whole: boolean;
}

const most = 4096;
const valueBytes = 1 << 22;
const hashSpace = 1n << 64n;

/** A share of the hash space as a bound for `hash(x) < bound`; null: all of it. */
export function hashBound(wanted: number, of: number): bigint | null {
  if (wanted >= of) return null;
  return (hashSpace * BigInt(Math.max(1, Math.ceil((wanted / of) * 1e9)))) / 1_000_000_000n;
}

/** A sketch of the values that `form` makes of a column's texts; `form` is SQL over the column. */
export async function sketchOf(
  database: Database,
  view: string,
  { distinct, length }: ColumnProfile,
  form: string,
): Promise<Sketch> {
  const size = Math.max(64, Math.min(most, Math.floor(valueBytes / Math.max(1, length))));
  const take = async (bound: bigint | null) => {
    const below = bound === null ? '' : `AND h < ${bound}::UBIGINT`;
    const rows = await textRows(
      database,
      `SELECT h::VARCHAR, v FROM (SELECT DISTINCT hash(v) AS h, v FROM (SELECT ${form} AS v FROM ${view}) WHERE v IS NOT NULL ${below})
       ORDER BY h, v LIMIT ${size + 1}`,
    );
    return rows as [string, string][];
  };
  const bound = hashBound(size * 2, distinct);
  let rows = await take(bound);
  if (bound !== null && rows.length <= size) rows = await take(null);
  const kept = rows.slice(0, size);
  const hashes = BigUint64Array.from(kept, ([hash]) => BigInt(hash));
  return {
    hashes,
    heads: Float64Array.from(hashes, (hash) => Number(hash >> 11n)),
    values: kept.map(([, value]) => value),
    whole: rows.length <= size,
  };
}

export interface Overlap {
  /** Different values of either side that were looked at, and those that both have. */
  readonly source: number;
  readonly target: number;
  readonly both: number;
}

/** How the values of two sketches overlap, counted where both are whole. */
export function overlapOf(source: Sketch, target: Sketch): Overlap {
  const ends = [source, target].flatMap(({ whole, hashes }) => (whole ? [] : [hashes.at(-1)!]));
  const end = ends.length === 0 ? hashSpace : ends.reduce((a, b) => (a < b ? a : b));
  const [ours, theirs] = [within(source, end), within(target, end)];
  let both = 0;
  for (let s = 0, t = 0; s < ours && t < theirs;) {
    const apart = source.heads[s]! - target.heads[t]!;
    if (apart === 0 && source.values[s] === target.values[t]) both++;
    if (apart <= 0) s++;
    if (apart >= 0) t++;
  }
  return { source: ours, target: theirs, both };
}

/** How many of a sketch's hashes are not beyond `end`. */
function within({ hashes }: Sketch, end: bigint): number {
  let [low, high] = [0, hashes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (hashes[middle]! <= end) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The share of the smaller set that both have, 0 where one is empty. */
export function contained({ source, target, both }: Overlap): number {
  const smaller = Math.min(source, target);
  return smaller === 0 ? 0 : both / smaller;
}

/** The share of both sets together that both have. */
export function shared({ source, target, both }: Overlap): number {
  const union = source + target - both;
  return union === 0 ? 0 : both / union;
}
