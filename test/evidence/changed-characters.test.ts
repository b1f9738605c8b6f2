import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedCharacters } from '../../engine/evidence/page/changed-characters.ts';
import { changedCells } from '../../engine/evidence/page/difference-cell.ts';
import { value } from '../../engine/evidence/page/value.ts';

/** The same, thought of as lists of characters. */
function markedByHand(sourceText: string, targetText: string): readonly [string, string] {
  const [source, target] = [Array.from(sourceText), Array.from(targetText)];
  const shorter = Math.min(source.length, target.length);
  let start = 0;
  while (start < shorter && source[start] === target[start]) start++;
  let end = 0;
  while (end < shorter - start && source.at(-1 - end) === target.at(-1 - end)) end++;
  if (start > 0 && [source[start], target[start]].some((one) => one !== undefined && one >= '\u0300')) start--;
  const marked = (all: readonly string[]) => all.slice(start, Math.max(start, all.length - end)).join('');
  return [marked(source), marked(target)];
}

const character = fc.constantFrom('a', 'b', ' ', 'é', '\u0301', '\u0451', '😀', '😁', '🤀', '𝒳');
const text = fc.array(character, { maxLength: 9 }).map((all) => all.join(''));

describe('what is marked as changed between two texts', () => {
  it('is whole characters between the common beginning and the common end, whatever their width in memory', () => {
    fc.assert(
      fc.property(text, text, (source, target) => {
        fc.pre(source !== target);
        const changed = changedCharacters(source, target, false);
        const marked = (all: string, isChanged: (at: number) => boolean) => {
          let at = 0;
          return Array.from(all)
            .filter((one) => isChanged((at += one.length) - one.length))
            .join('');
        };
        expect([marked(source, changed.source), marked(target, changed.target)]).toEqual(markedByHand(source, target));
      }),
      { numRuns: 2000 },
    );
  });

  it('is in sight of a text of many millions of characters, and what is left out at either end is counted', () => {
    const long = '😀'.repeat(10_000_000);
    const { markup } = value(`${long}yz${long}`, (at) => at === long.length, long.length);
    expect(markup).toContain('<mark>y</mark>z');
    expect(markup.match(/\d[\d,]* characters (before it|more)/g)).toEqual([
      '9,999,900 characters before it',
      '9,995,101 characters more',
    ]);
    const shown = Array.from(/<bdi[^>]*>(.*)<\/bdi>/s.exec(markup)![1]!.replace(/<[^>]*>/g, '')).length;
    expect(shown + 9_999_900 + 9_995_101).toBe(20_000_002);
  });

  it('is beside what it took the place of, also where one side has nothing that changed', () => {
    const long = 'The quick brown fox. '.repeat(3000);
    const [source, target] = [long, `${long.slice(0, 30_000)}CHANGED ${long.slice(30_000)}`];
    const { from } = changedCharacters(source, target, false);
    const seen = changedCells({ kind: 'text' }, source, target).map(({ markup }) => markup.replace(/<[^>]*>/g, ''));
    expect(from).toBe(30_000);
    expect(seen.map((side) => side.trim().slice(0, 60))).toEqual(Array(2).fill(seen[0]!.trim().slice(0, 60)));
    expect(seen[0]).toContain('29,800 characters before it');
    expect(seen[1]).toContain('CHANGED');
  });

  it('is in sight wherever it is: a long value is shown from its beginning where nothing of it changed', () => {
    expect(value('x'.repeat(10_000)).markup).not.toContain('character');
    expect(value('x'.repeat(10_001)).markup).toMatch(
      /^<bdi class="long">x{10000}<\/bdi> <i class="none">1 character more<\/i> $/,
    );
    expect(value(`${'x'.repeat(15_000)}y`, (at) => at === 15_000, 15_000).markup).toContain(
      '14,800 characters before it',
    );
  });
});
