import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { segments } from '../../renderer/text/segments.ts';

const marks = (text: string) => segments(text).flatMap((segment) => (segment.kind === 'mark' ? [segment.short] : []));

describe('A stranger’s text', () => {
  it('is never changed by being cut into segments', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(
          segments(text)
            .map((segment) => segment.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('shows a bidi control by its name, so that an amount cannot be turned around', () => {
    expect(segments('pay \u202e001')).toEqual([
      { kind: 'plain', text: 'pay ' },
      { kind: 'mark', text: '\u202e', short: 'RLO', name: 'U+202E right-to-left override' },
      { kind: 'plain', text: '001' },
    ]);
  });

  it('shows what draws nothing: zero width, tags, fillers, controls, odd spaces', () => {
    expect(marks('a\u200bb\u{e0041}c\u3164d\u0000e\u00a0f\ufefe')).toEqual(['ZWSP', 'U+E0041', 'HF', 'U+0000', 'NBSP']);
    expect(marks('\ud800')).toEqual(['U+D800']);
  });

  it('shows spaces at either end, and leaves those between words alone', () => {
    expect(marks(' a b  ')).toEqual(['SP', 'SP', 'SP']);
    expect(marks('   ')).toEqual(['SP', 'SP', 'SP']);
  });

  it('leaves an emoji of several code points whole, and right-to-left letters as they are', () => {
    expect(segments('👩‍🚀 ❤️ مرحبا')).toEqual([{ kind: 'plain', text: '👩‍🚀 ❤️ مرحبا' }]);
  });
});
