/** Which characters (code points, by index) of two unequal texts are marked as changed, on either side. */
export interface ChangedCharacters {
  readonly source: (index: number) => boolean;
  readonly target: (index: number) => boolean;
}

/**
 * What is left between the common beginning and the common end. Of texts whose places mean something (`placed`: dates,
 * numbers, digests) and that are equally long, each place by itself.
 */
export function changedCharacters(sourceText: string, targetText: string, placed: boolean): ChangedCharacters {
  const [source, target] = [Array.from(sourceText), Array.from(targetText)];
  if (placed && source.length === target.length) {
    const differs = (i: number): boolean => source[i] !== target[i];
    return { source: differs, target: differs };
  }
  const shorter = Math.min(source.length, target.length);
  let start = 0;
  while (start < shorter && source[start] === target[start]) start++;
  let end = 0;
  while (end < shorter - start && source.at(-1 - end) === target.at(-1 - end)) end++;
  // An accent alone would be marked on no width at all: its letter comes with it.
  if (start > 0 && [source[start], target[start]].some(isAboveLatin)) start--;
  return {
    source: (i) => i >= start && i < source.length - end,
    target: (i) => i >= start && i < target.length - end,
  };
}

const isAboveLatin = (character: string | undefined): boolean => character !== undefined && character >= '\u0300';
