import { describe, expect, it } from 'vitest';
import { dark, light } from '../../engine/evidence/page/style.ts';

/** WCAG 2.2's relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

const pairs = [
  ...(['ink', 'dim', 'accent', 'proven', 'rule', 'differs'] as const).map((text) => [text, 'ground'] as const),
  ['ink', 'sunk'],
  ['accent', 'accent-ground'],
  ['rule', 'rule-ground'],
  ['differs', 'differs-ground'],
] as const;

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s page', (_, colours) => {
  it.each(pairs)('keeps WCAG AA for %s on %s', (text, ground) => {
    expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(4.5);
  });
});
