import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differing } from '../../renderer/text/differing.ts';

describe('Two differing values', () => {
  it('are marked in their own characters alone', () => {
    expect(differing('12400.07', '12400.88')).toEqual([
      { before: '12400.', own: '07', after: '' },
      { before: '12400.', own: '88', after: '' },
    ]);
    expect(differing('980002.50', '980020.50').map(({ own }) => own)).toEqual(['02', '20']);
  });

  it('keep what one lacks as an empty mark at its place', () => {
    expect(differing('memo 88', 'memo 88 ')).toEqual([
      { before: 'memo 88', own: '', after: '' },
      { before: 'memo 88', own: ' ', after: '' },
    ]);
  });

  it('are never cut between a letter and its accent', () => {
    expect(differing('Cafe\u0301', 'Cafe\u0300').map(({ own }) => own)).toEqual(['e\u0301', 'e\u0300']);
  });

  it('are whole again when put together, and equal only where nothing is marked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const [one, other] = differing(a, b);
        expect(one.before + one.own + one.after).toBe(a);
        expect(other.before + other.own + other.after).toBe(b);
        expect(one.own === '' && other.own === '').toBe(a === b);
      }),
    );
  });
});
