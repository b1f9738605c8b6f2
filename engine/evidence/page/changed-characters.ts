/** Which characters of two unequal texts are marked as changed, on either side, by the index at which each begins. */
export interface ChangedCharacters {
  /** Where the two begin to differ, the same index in both. */
  readonly from: number;
  readonly source: (index: number) => boolean;
  readonly target: (index: number) => boolean;
}

/**
 * What is left between the common beginning and the common end. Of texts whose places mean something (`placed`: dates,
 * numbers, digests) and that are equally long, each place by itself.
 */
export function changedCharacters(source: string, target: string, placed: boolean): ChangedCharacters {
  if (placed && source.length === target.length) {
    const differs = (i: number): boolean => source[i] !== target[i];
    let from = 0;
    while (from < source.length && !differs(from)) from++;
    return { from, source: differs, target: differs };
  }
  const shorter = Math.min(source.length, target.length);
  let start = 0;
  while (start < shorter && source[start] === target[start]) start++;
  if (isInside(source, start) || isInside(target, start)) start--;
  let end = 0;
  while (end < shorter - start && source.at(-1 - end) === target.at(-1 - end)) end++;
  if (isInside(source, source.length - end) || isInside(target, target.length - end)) end--;
  // An accent alone would be marked on no width at all: its letter comes with it.
  if (start > 0 && [source[start], target[start]].some(isAboveLatin)) start -= isInside(source, start - 1) ? 2 : 1;
  return {
    from: start,
    source: (i) => i >= start && i < source.length - end,
    target: (i) => i >= start && i < target.length - end,
  };
}

const isAboveLatin = (character: string | undefined): boolean => character !== undefined && character >= '\u0300';

/** Whether a character goes on at `at`: the second half of a surrogate pair. */
const isInside = (text: string, at: number): boolean =>
  at > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
