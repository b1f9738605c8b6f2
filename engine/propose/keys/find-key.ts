import type { Database } from '../../snapshot/duckdb/database.ts';
import { idLikeness, keyColumns, levelOf, likeness } from './key-columns.ts';
import { countKeys, type KeyCandidate } from './key-counts.ts';
import type { ColumnMeeting, KnownTable } from '../known-column.ts';

export interface FoundKey {
  /** What the plan can take for its key; null: nothing is. */
  readonly key: KeyCandidate | null;
  /** What lines the most rows up, key or not; null: nothing does. */
  readonly aligner: KeyCandidate | null;
  /** Other single columns that were seen to be unique on both sides. */
  readonly unique: readonly ColumnMeeting[];
}

const mostParts = 3;
const mostCandidates = 10;
/** Rows by which sets of columns are compared; the one that is chosen is counted over all. */
const probeRows = 200_000;

/** Finds the fewest columns that are unique on both sides and whose values both sides have. */
export async function findKey(database: Database, source: KnownTable, target: KnownTable): Promise<FoundKey> {
  if (source.rows === 0 || target.rows === 0) return { key: null, aligner: null, unique: [] };
  const meetings = await keyColumns(database, source, target);
  const tried: KeyCandidate[] = [];
  for (const level of [1, 2]) {
    const usable = meetings.filter((meeting) => levelOf(meeting) <= level).slice(0, mostCandidates);
    for (let size = 1; size <= Math.min(mostParts, usable.length); size++) {
      for (const parts of subsets(usable, size)) {
        if (level === 2 && parts.every((part) => levelOf(part) < 2)) continue;
        if (!couldBeUnique(parts)) continue;
        tried.push({ parts, counts: await countKeys(database, parts, probeRows) });
      }
      const best = bestKey(tried);
      if (best !== null && isClean(best)) break;
    }
    if (bestKey(tried) !== null) break;
  }
  const best = bestKey(tried);
  const inOrder = best?.parts.toSorted((a, b) => a.source.profile.at - b.source.profile.at) ?? [];
  const key = best === null ? null : { parts: inOrder, counts: await countKeys(database, inOrder, null) };
  const [widest] = [...tried].sort((a, b) => linedShare(b) - linedShare(a) || a.parts.length - b.parts.length);
  const aligner = widest !== undefined && widest.counts.lined > 0 ? widest : null;
  const unique = tried.filter((one) => one.parts.length === 1 && surplus(one) === 0 && one.parts[0] !== best?.parts[0]);
  return {
    key: key !== null && qualifies(key) ? key : null,
    aligner: key ?? aligner,
    unique: unique.map(({ parts }) => parts[0]!),
  };
}

function* subsets(list: readonly ColumnMeeting[], size: number, from = 0): Generator<ColumnMeeting[]> {
  if (size === 0) yield [];
  else
    for (let i = from; i <= list.length - size; i++)
      for (const rest of subsets(list, size - 1, i + 1)) {
        const first = list[i]!;
        if (rest.every(({ source, target }) => source !== first.source && target !== first.target))
          yield [first, ...rest];
      }
}

/** Two columns of ten values each cannot tell a thousand rows apart. */
function couldBeUnique(parts: readonly ColumnMeeting[]): boolean {
  const product = (side: 'source' | 'target') =>
    parts.reduce((all, part) => all * (part[side].profile.distinct + 1), 1) * 1.2 >= 0.8 * parts[0]![side].profile.rows;
  return product('source') || product('target');
}

/** Rows more than keys, on both sides. */
const surplus = ({ counts: { source, target } }: KeyCandidate): number =>
  source.rows - source.keys + (target.rows - target.keys);
const unmatched = ({ counts: { source, target, both } }: KeyCandidate): number =>
  source.keys - both + (target.keys - both);
const linedShare = ({ counts: { source, target, lined } }: KeyCandidate): number =>
  lined / Math.max(1, Math.min(source.rows, target.rows));

const isClean = (one: KeyCandidate): boolean =>
  surplus(one) === 0 && (unmatched(one) === 0 || one.parts.some((part) => idLikeness(part) >= 0.5));

/** Unique on one side and nearly on the other, or nearly on both; and most keys are there on both. */
function qualifies({ counts: { source, target, both } }: KeyCandidate): boolean {
  const repeats = ({ rows, keys }: { rows: number; keys: number }) => (rows === 0 ? 1 : 1 - keys / rows);
  const [fewer, more] = [repeats(source), repeats(target)].sort((a, b) => a - b) as [number, number];
  return ((fewer === 0 && more <= 0.1) || more <= 0.005) && both >= 0.5 * Math.min(source.keys, target.keys);
}

/** Of the sets that qualify the one that leaves the fewest rows without a partner; then the smallest, then by name. */
function bestKey(tried: readonly KeyCandidate[]): KeyCandidate | null {
  const cost = (one: KeyCandidate) => surplus(one) + unmatched(one);
  const ids = ({ parts }: KeyCandidate) =>
    parts.reduce((sum, part) => sum + idLikeness(part) + likeness(part), 0) / parts.length;
  const [best] = tried
    .filter(qualifies)
    .sort((a, b) => cost(a) - cost(b) || a.parts.length - b.parts.length || ids(b) - ids(a));
  return best ?? null;
}
