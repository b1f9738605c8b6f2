import type { AlignedColumn } from '../rows/aligned-column.ts';
import { isThinkable, mostWithoutName, nameWeight, type ColumnPair } from './column-pair.ts';
import type { Pairing } from './pairing.ts';

/**
 * Pairs of one name that no other pair of either column could come before: most columns of most tables. They need not
 * be held against all others, which a wide table cannot afford.
 */
export function settledPairs(pairing: Pairing): ColumnPair[] {
  const namesakes = new Map(pairing.target.map((column) => [column.name, column]));
  return pairing.source.flatMap((ours) => {
    const theirs = namesakes.get(ours.name);
    if (theirs === undefined) return [];
    if (!pairing.isKey(ours, theirs) && (pairing.isOfKey(ours) || pairing.isOfKey(theirs))) return [];
    const pair = pairing.pair(ours, theirs);
    return isThinkable(pair) && (pair.isKey || isFirst(pairing, pair)) ? [pair] : [];
  });
}

function isFirst({ source, target, likeness }: Pairing, { source: ours, target: theirs, score }: ColumnPair): boolean {
  const most = Math.max(mostWithoutName(ours), mostWithoutName(theirs));
  const couldBeBetter = (s: AlignedColumn, t: AlignedColumn) => most + nameWeight * likeness(s, t) >= score;
  return !(
    target.some((other) => other !== theirs && couldBeBetter(ours, other)) ||
    source.some((other) => other !== ours && couldBeBetter(other, theirs))
  );
}
