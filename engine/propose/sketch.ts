import type { Database } from '../snapshot/database.ts';
import type { ColumnProfile } from './column-profile.ts';
import { textRows } from './query.ts';

/**
 * The different values of a column with the smallest hashes: two columns are sampled by value, so that what both have
 * is in both samples, whatever the rest. The hash is DuckDB's, the same wherever the same build runs.
 */
export interface Sketch {
  /** Ascending by hash. */
  readonly hashes: readonly bigint[];
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
  return {
    hashes: kept.map(([hash]) => BigInt(hash)),
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
  const within = ({ hashes, values }: Sketch) => values.filter((_, i) => hashes[i]! <= end);
  const ours = within(source);
  const theirs = new Set(within(target));
  return { source: ours.length, target: theirs.size, both: ours.filter((value) => theirs.has(value)).length };
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
