/** A piece of a long text, and whether something was left off at either end. */
export interface Excerpt {
  readonly text: string;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

const context = 8;

/** Where two texts begin to differ; the length of the shorter where one begins with the other. */
export function firstDifference(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  let at = 0;
  while (at < shorter && one.charCodeAt(at) === other.charCodeAt(at)) at++;
  return at;
}

/** At most `most` UTF-16 units of a text from `from` on, cut between characters and never inside one. */
export function excerpt(text: string, from: number, most: number): Excerpt {
  let start = from;
  while (start > 0 && text[start] === ' ') start--;
  if (start > 0 && isLow(text.charCodeAt(start))) start--;
  const end = Math.min(text.length, start + most);
  let to = end < text.length && isLow(text.charCodeAt(end)) ? end - 1 : end;
  // A space where the text was cut would pass for one at its end.
  while (to < text.length && to > start && text[to - 1] === ' ') to--;
  return { text: text.slice(start, to), cutBefore: start > 0, cutAfter: to < text.length };
}

/** Two texts cut alike, so that where they begin to differ can be seen in both; whole where they fit. */
export function excerptsWhereTheyDiffer(one: string, other: string, most: number): readonly [Excerpt, Excerpt] {
  const long = Math.max(one.length, other.length) > most;
  const from = long ? Math.max(0, firstDifference(one, other) - context) : 0;
  // Near the end of both there is room for more of what comes before.
  const start = Math.min(from, Math.max(0, Math.max(one.length, other.length) - most));
  return [excerpt(one, Math.min(start, one.length), most), excerpt(other, Math.min(start, other.length), most)];
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
