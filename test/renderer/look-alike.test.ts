import { describe, expect, it } from 'vitest';
import { lookAlike } from '../../renderer/text/look-alike.ts';
import { stretches } from '../../renderer/text/marked.ts';

const own = (text: string, against: string) => stretches(text, against).find((stretch) => stretch.own)?.segments;

describe('Two values that look the same', () => {
  it('are told apart by their code points: an accent composed and not', () => {
    expect(own('Caf\u00e9', 'Cafe\u0301')).toMatchObject([{ text: '\u00e9', name: 'U+00E9' }]);
    expect(own('Cafe\u0301', 'Caf\u00e9')).toMatchObject([{ text: 'e\u0301', name: 'U+0065 U+0301' }]);
  });

  it('are told apart where one letter is of another script', () => {
    expect(own('\u0421orp', 'Corp')).toMatchObject([{ text: '\u0421', short: '\u0421 U+0421' }]);
  });

  it('are neither equal values nor such as anybody can tell apart', () => {
    expect(lookAlike('Corp', 'Corp')).toBe(false);
    expect(own('12400.07', '12400.88')).toEqual([{ kind: 'plain', text: '07' }]);
  });

  it('have a Latin letter for every foreign one', () => {
    expect(lookAlike('\u0410', 'A') && lookAlike('\u03bf', 'o') && lookAlike('\u04bb', 'h')).toBe(true);
  });
});
