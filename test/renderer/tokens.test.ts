import { describe, expect, it } from 'vitest';
import { ground } from '../../electron/ground.ts';
import tokens from '../../renderer/tokens.css?raw';

type Scheme = 'light' | 'dark';
const pattern = /--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g;
const colours = new Map(
  Array.from(tokens.matchAll(pattern), ([, name, light, dark]) => [name!, { light: light!, dark: dark! }]),
);

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** WCAG 2.2, relative to one another. */
function contrast(one: string, other: string, scheme: Scheme): number {
  const [a, b] = [one, other].map((name) => luminance(colours.get(name)![scheme])).sort((x, y) => y - x);
  return (a! + 0.05) / (b! + 0.05);
}

const text = ['ink', 'ink-2', 'ink-3', 'accent', 'proven', 'rule', 'differs'];
const grounds = ['ground', 'panel', 'sunk', 'accent-bg'];
const pairs: [string, string][] = [
  ...text.flatMap((one) => grounds.map((ground): [string, string] => [one, ground])),
  ['proven', 'proven-bg'],
  ['rule', 'rule-bg'],
  ['differs', 'differs-bg'],
  ['ink', 'differs-bg'],
  ['ink', 'rule-bg'],
  ['ink', 'proven-bg'],
  ['on-accent', 'accent'],
];

it('The window’s ground is the page’s, before there is a page', () => {
  expect(ground).toEqual(colours.get('ground'));
});

describe.each<Scheme>(['light', 'dark'])('Colours of the %s scheme', (scheme) => {
  it.each(pairs)('%s on %s can be read: 4.5 to 1', (one, ground) => {
    expect(contrast(one, ground, scheme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['ground', 'panel'])('the edge of a field stands out from %s: 3 to 1', (ground) => {
    expect(contrast('edge', ground, scheme)).toBeGreaterThanOrEqual(3);
  });
});
