import { unassignedRanges } from './unassigned-15.ts';

/** First and last code points in turn, ascending; the table is gaps and lengths in base 36. */
let bounds: Uint32Array | null = null;

function decode(): Uint32Array {
  const steps = unassignedRanges.split(' ');
  const table = new Uint32Array(steps.length);
  let at = 0;
  for (let i = 0; i < steps.length; i++) {
    at += parseInt(steps[i]!, 36);
    table[i] = at;
  }
  return table;
}

/** Whether a code point has General_Category Cn in Unicode 15.0; noncharacters have. */
export function isUnassigned(codePoint: number): boolean {
  bounds ??= decode();
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle]! <= codePoint) low = middle + 1;
    else high = middle;
  }
  // An odd count of bounds at or before it: inside a range, whose end is exclusive.
  return low % 2 === 1;
}

export function hasUnassigned(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i)!;
    if (codePoint >= 0x300 && isUnassigned(codePoint)) return true;
    if (codePoint > 0xffff) i++;
  }
  return false;
}
