import type { Database } from '../snapshot/database.ts';
import { isDecimal } from '../canonical/decimal.ts';
import { meet, meetAsText, type ColumnMeeting, type KnownColumn, type KnownTable } from './known-column.ts';
import { nameLikeness, nameWords } from './name-likeness.ts';
import { textRows } from './query.ts';
import { contained, hashBound } from './sketch.ts';

/** Columns of both sides by which rows can be met, with what was counted. */
export interface KeyCandidate {
  readonly parts: readonly ColumnMeeting[];
  /** Rows, different keys, and keys that both sides have. */
  readonly counts: KeyCounts;
}

export interface KeyCounts {
  readonly source: { readonly rows: number; readonly keys: number };
  readonly target: { readonly rows: number; readonly keys: number };
  readonly both: number;
  /** Keys that each side has once. */
  readonly lined: number;
  /** Counted over all rows, and not over those with the smallest hashes. */
  readonly all: boolean;
}

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
  const meetings = await candidates(database, source, target);
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

/** Pairs of columns whose values are mostly the same, the best to tell rows apart by first. */
async function candidates(database: Database, source: KnownTable, target: KnownTable): Promise<ColumnMeeting[]> {
  const usable = ({ known }: KnownTable) => known.filter(({ profile }) => profile.values > 0 && profile.length <= 200);
  const asText = usable(source).flatMap((ours) => usable(target).map((theirs) => meetAsText(ours, theirs)));
  const met = new Set(
    asText.filter(({ overlap }) => contained(overlap) >= 0.9).flatMap((one) => [one.source, one.target]),
  );
  const found: ColumnMeeting[] = [];
  for (const meeting of asText) {
    const done = met.has(meeting.source) || met.has(meeting.target);
    const best = done ? meeting : await meet(database, meeting);
    if (contained(best.overlap) >= 0.6) found.push(best);
  }
  // Two columns of one name are one before any other is thought of: small numbers are everywhere.
  const named = new Set(found.filter((one) => likeness(one) >= 0.8).flatMap((one) => [one.source, one.target]));
  const order = (meeting: ColumnMeeting) =>
    -Math.min(1, distinctShare(meeting)) - 0.5 * likeness(meeting) - 0.3 * idLikeness(meeting);
  // Of several columns that a column could meet, two are tried: more would only multiply the sets.
  const uses = new Map<KnownColumn, number>();
  return found
    .filter((one) => likeness(one) >= 0.8 || (!named.has(one.source) && !named.has(one.target)))
    .sort((a, b) => order(a) - order(b))
    .filter(({ source: ours, target: theirs }) => {
      const used = Math.max(uses.get(ours) ?? 0, uses.get(theirs) ?? 0);
      uses.set(ours, (uses.get(ours) ?? 0) + 1).set(theirs, (uses.get(theirs) ?? 0) + 1);
      return used < 2;
    });
}

const likeness = ({ source, target }: ColumnMeeting): number => nameLikeness(source.profile.name, target.profile.name);
const distinctShare = ({ source, target }: ColumnMeeting): number =>
  Math.max(source.profile.distinct / source.profile.rows, target.profile.distinct / target.profile.rows);

const idWords = new Set([
  'id',
  'number',
  'no',
  'nr',
  'num',
  'key',
  'code',
  'uuid',
  'guid',
  'ref',
  'reference',
  'pk',
  'hash',
  'address',
  'line',
  'seq',
]);
const amountWords = new Set([
  'amount',
  'amt',
  'balance',
  'bal',
  'total',
  'value',
  'price',
  'quantity',
  'qty',
  'unit',
  'sum',
  'rate',
  'fee',
  'limit',
]);

/** Whether a column is called like what names a row, its table's own name above all. */
function idLikeness({ source, target }: ColumnMeeting): number {
  const of = ({ profile, table }: KnownColumn) => {
    const words = nameWords(profile.name);
    const own = words.some((word) => nameLikeness(word, table.name) >= 0.5);
    return (words.some((word) => idWords.has(word)) ? 0.6 : 0) + (own ? 0.4 : 0);
  };
  return (of(source) + of(target)) / 2;
}

/** 1: could name a row. 2: a time of day, an amount or prose, which are unique by accident, or what some rows lack. */
function levelOf({ source, target }: ColumnMeeting): 1 | 2 {
  const accidental = ({ profile, sketch }: KnownColumn) =>
    profile.values < profile.rows ||
    nameWords(profile.name).some((word) => amountWords.has(word)) ||
    mostOf(sketch.values, (text) => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) ||
    mostOf(sketch.values, (text) => /^\S+(\s+\S+){3,}$/.test(text)) ||
    mostOf(sketch.values, (text) => text.includes('.') && isDecimal(text));
  return accidental(source) || accidental(target) ? 2 : 1;
}

const mostOf = (values: readonly string[], is: (text: string) => boolean): boolean =>
  values.length > 0 && values.filter(is).length > values.length / 2;

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

async function countKeys(
  database: Database,
  parts: readonly ColumnMeeting[],
  probe: number | null,
): Promise<KeyCounts> {
  const bound =
    probe === null ? null : hashBound(probe, Math.max(parts[0]!.source.profile.rows, parts[0]!.target.profile.rows));
  const [row] = await textRows(
    database,
    `WITH s AS (${keysOf(parts, 'source', bound)}), t AS (${keysOf(parts, 'target', bound)})
     SELECT (SELECT count(*) FROM s)::VARCHAR, (SELECT coalesce(sum(n), 0) FROM s)::VARCHAR,
            (SELECT count(*) FROM t)::VARCHAR, (SELECT coalesce(sum(n), 0) FROM t)::VARCHAR,
            count(*)::VARCHAR, (count(*) FILTER (WHERE s.n = 1 AND t.n = 1))::VARCHAR
     FROM s JOIN t ON ${onKeys(parts)}`,
  );
  const [keys, rows, theirKeys, theirRows, both, lined] = row!.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    source: { rows, keys },
    target: { rows: theirRows, keys: theirKeys },
    both,
    lined,
    all: bound === null,
  };
}

function keysOf(parts: readonly ColumnMeeting[], side: 'source' | 'target', bound: bigint | null): string {
  const keys = parts.map((part, i) => `${part.sql[side]} AS k${i}`).join(', ');
  const names = parts.map((_, i) => `k${i}`).join(', ');
  const below = bound === null ? '' : ` WHERE hash(${names}) < ${bound}::UBIGINT`;
  return `SELECT ${names}, count(*) AS n FROM (SELECT ${keys} FROM ${parts[0]![side].table.view})${below} GROUP BY ALL`;
}

export const onKeys = (parts: readonly ColumnMeeting[]): string =>
  parts.map((_, i) => `s.k${i} IS NOT DISTINCT FROM t.k${i}`).join(' AND ');

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
