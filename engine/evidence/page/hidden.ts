import { isUnassigned } from '../../canonical/unassigned.ts';

/**
 * Controls, formats (the bidi controls among them), surrogates, private use, spaces other than U+0020 and whatever else
 * Unicode 15.0 lets a reader ignore. Written out, since a page must not change with the tables of the Node that renders it.
 */
const invisible =
  '0-1f 7f-a0 ad 34f 600-605 61c 6dd 70f 890-891 8e2 115f-1160 1680 17b4-17b5 180b-180f 2000-200f 2028-202f 205f-206f ' +
  '2800 3000 3164 d800-f8ff fe00-fe0f feff ffa0 fff0-fffb 110bd 110cd 13430-1343f 1bca0-1bca3 1d173-1d17a e0000-e0fff ' +
  'f0000-ffffd 100000-10fffd';
const ranges = invisible.split(' ').map((range) => {
  const [first, last] = range.split('-').map((bound) => parseInt(bound, 16));
  return [first!, last ?? first!] as const;
});

/** Whether a character would move, hide or break what stands beside it, or show nothing itself. */
export function isHidden(character: string): boolean {
  if (character >= ' ' && character <= '~') return false;
  const codePoint = character.codePointAt(0)!;
  return ranges.some(([first, last]) => codePoint >= first && codePoint <= last) || isUnassigned(codePoint);
}

/** `U+202E`. */
export const codePointName = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
