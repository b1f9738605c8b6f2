/** A text cut in three: what both share at the start, what is its own, what both share at the end. */
export interface Parted {
  readonly before: string;
  readonly own: string;
  readonly after: string;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const split = (text: string) => Array.from(graphemes.segment(text), ({ segment }) => segment);

/** Where two values differ, down to what a reader calls a character: an accent is never parted from its letter. */
export function differing(one: string, other: string): readonly [Parted, Parted] {
  const [a, b] = [split(one), split(other)];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const part = (all: readonly string[]): Parted => ({
    before: all.slice(0, start).join(''),
    own: all.slice(start, all.length - end).join(''),
    after: all.slice(all.length - end).join(''),
  });
  return [part(a), part(b)];
}
