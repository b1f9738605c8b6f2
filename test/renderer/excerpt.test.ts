import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, excerptsWhereTheyDiffer, firstDifference } from '../../renderer/text/excerpt.ts';
import { stretches } from '../../renderer/text/marked.ts';
import { recordFields } from '../../renderer/text/record-fields.ts';

const texts = fc.string({ unit: 'grapheme', maxLength: 200 });

describe('A value too long for its cell', () => {
  it('is cut out of itself, and says at which end', () => {
    fc.assert(
      fc.property(texts, fc.nat({ max: 100 }), fc.integer({ min: 2, max: 60 }), (text, from, most) => {
        fc.pre(from < text.length);
        const cut = excerpt(text, from, most);
        expect(text).toContain(cut.text);
        expect(cut.cutBefore).toBe(cut.text.length > 0 && !text.startsWith(cut.text) ? true : cut.cutBefore);
        expect(cut.text.isWellFormed()).toBe(text.isWellFormed() ? true : cut.text.isWellFormed());
        if (cut.cutAfter) expect(cut.text.endsWith(' ')).toBe(false);
        if (cut.cutBefore) expect(cut.text.startsWith(' ')).toBe(false);
      }),
    );
    expect(excerpt('a\u{10000} b', 3, 2)).toEqual({ text: '\u{10000}', cutBefore: true, cutAfter: true });
    expect(excerpt('abc', 0, 10)).toEqual({ text: 'abc', cutBefore: false, cutAfter: false });
  });

  it('is cut where it differs, so that the difference is in sight on both sides', () => {
    fc.assert(
      fc.property(texts, texts, texts, fc.integer({ min: 20, max: 60 }), (before, one, other, most) => {
        fc.pre(one !== other);
        const [a, b] = [before + one, before + other];
        const [mine, its] = excerptsWhereTheyDiffer(a, b, most);
        expect(mine.text === its.text && mine.cutAfter === its.cutAfter).toBe(false);
      }),
    );
    const [nines, eights] = excerptsWhereTheyDiffer(`${'1'.repeat(77)}9`, `${'1'.repeat(77)}8`, 20);
    expect([nines.text.at(-1), eights.text.at(-1)]).toEqual(['9', '8']);
    expect(nines).toMatchObject({ cutBefore: true, cutAfter: false });
  });

  it('differs first where it differs', () => {
    expect(firstDifference('abc', 'abd')).toBe(2);
    expect(firstDifference('ab', 'abc')).toBe(2);
  });
});

describe('Two values beside each other', () => {
  const shown = (text: string, against: string) =>
    stretches(text, against).map(({ own, segments }) => [own, segments.map(({ text }) => text).join('')]);

  it('are whole again when their stretches are put together', () => {
    fc.assert(
      fc.property(texts, texts, (text, against) => {
        expect(
          stretches(text, against)
            .flatMap(({ segments }) => segments.map(({ text }) => text))
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('have a space between words left alone where they are cut, and marked where it ends the value', () => {
    expect(shown('memo 104', 'memo 311')).toEqual([
      [false, 'memo '],
      [true, '104'],
    ]);
    expect(stretches('memo 104', 'memo 311')[0]?.segments).toEqual([{ kind: 'plain', text: 'memo ' }]);
    expect(stretches('memo ', 'memo')[1]?.segments).toMatchObject([{ kind: 'mark', text: ' ' }]);
  });
});

describe('A canonical record on screen', () => {
  it('is cut at the commas between its fields and at no others', () => {
    expect(recordFields('"a,b",12.30,,"O""Hara","",x')).toEqual(['"a,b"', '12.30', '', '"O""Hara"', '""', 'x']);
    expect(recordFields('')).toEqual(['']);
    expect(recordFields(',')).toEqual(['', '']);
  });

  it('is the same record when its fields are joined again', () => {
    const field = fc.oneof(
      fc.constantFrom('', '12.30', '-5', 'true'),
      fc.string({ unit: fc.constantFrom('"', ',', 'a', ' ', '\n') }).map((text) => `"${text.replaceAll('"', '""')}"`),
    );
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        expect(recordFields(fields.join(','))).toEqual(fields);
      }),
    );
  });
});
