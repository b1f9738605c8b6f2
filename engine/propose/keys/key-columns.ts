import { isDecimal } from '../../canonical/decimal.ts';
import type { Database } from '../../snapshot/duckdb/database.ts';
import { meet, meetAsText, type ColumnMeeting, type KnownColumn, type KnownTable } from '../known-column.ts';
import { nameLikeness, nameWords } from '../pairs/name-likeness.ts';
import { contained } from '../rows/sketch.ts';

/** Pairs of columns whose values are mostly the same, the best to tell rows apart by first. */
export async function keyColumns(database: Database, source: KnownTable, target: KnownTable): Promise<ColumnMeeting[]> {
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

export const likeness = ({ source, target }: ColumnMeeting): number =>
  nameLikeness(source.profile.name, target.profile.name);
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

/** How far a column is called like what names a row, its table's own name above all. */
export function idLikeness({ source, target }: ColumnMeeting): number {
  const of = ({ profile, table }: KnownColumn) => {
    const words = nameWords(profile.name);
    const own = words.some((word) => nameLikeness(word, table.name) >= 0.5);
    return (words.some((word) => idWords.has(word)) ? 0.6 : 0) + (own ? 0.4 : 0);
  };
  return (of(source) + of(target)) / 2;
}

/** 1: could name a row. 2: a time of day, an amount or prose, which are unique by accident, or what some rows lack. */
export function levelOf({ source, target }: ColumnMeeting): 1 | 2 {
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
