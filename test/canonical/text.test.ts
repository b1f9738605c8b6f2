import { unassignedRanges } from '../../engine/canonical/unassigned-15.ts';
import ranges from '@unicode/unicode-15.0.0/General_Category/Unassigned/ranges.mjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileReading } from '../../engine/canonical/read-value.ts';
import { isUnassigned } from '../../engine/canonical/unassigned.ts';
import type { Options } from './reading-of.ts';
import { read, readingOf, typeOf } from './reading-of.ts';

const readerOf = (type: string, options: Options) => compileReading(typeOf(type), readingOf(options));

describe('text', () => {
  it('is its own canonical form, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(read('text', text)).toBe(text);
      }),
    );
    for (const text of ['', ' ', 'NULL', 'null', '\\N', '\u0000', '\r\n', '"', 'NaN', '\uFEFF'])
      expect(read('text', text)).toBe(text);
  });
});

describe('the order of reading', () => {
  it('judges NULL by the text as read, before values and rules', () => {
    expect(read('int', 'NA', { null: ['NA'], values: { NA: '1' } })).toBe(null);
    expect(read('text', ' NA', { null: ['NA'], rules: ['trim'] })).toBe('NA');
    expect(read('text', 'x', { null: ['NA'], values: { x: 'NA' } })).toBe('NA');
    expect(read('text', '', { null: ['NA'] })).toBe('');
    expect(read('text', null, { values: {} })).toBe(null);
  });

  it('takes values before rules: they are the texts as read, and what they give is ruled', () => {
    expect(read('text', ' A ', { values: { A: 'x' }, rules: ['trim'] })).toBe(undefined);
    expect(read('text', ' A ', { values: { ' A ': ' X ' }, rules: ['trim', 'lowercase'] })).toBe('x');
  });

  it('reads what values and rules gave by the type', () => {
    expect(read('int', 'one', { values: { one: '1e0' } })).toBe('1');
    expect(read('int', 'one', { values: { one: 'uno' } })).toBe(undefined);
    expect(read('bool', ' T ', { rules: ['trim', 'lowercase'] })).toBe('true');
    expect(read('date', '2024- 01-01', { rules: ['collapse_space'] })).toBe(undefined);
  });

  it('has no form for a text that is not among the values, unless told to keep it', () => {
    expect(read('int', '1', { values: { one: '1' } })).toBe(undefined);
    expect(read('int', '1', { values: { one: '1' }, values_else: 'keep' })).toBe('1');
    expect(read('int', 'two', { values: { one: '1' }, values_else: 'keep' })).toBe(undefined);
    for (const text of ['__proto__', 'constructor', 'toString'])
      expect(read('text', text, { values: { a: 'b' } })).toBe(undefined);
  });
});

describe('the text rules', () => {
  it('trim four spaces at both ends and no other', () => {
    expect(read('text', '\t\n\r  a \n b\r\n\t ', { rules: ['trim'] })).toBe('a \n b');
    expect(read('text', ' \t ', { rules: ['trim'] })).toBe('');
    for (const other of ['\u00a0', '\u000b', '\u000c', '\u2003', '\u3000', '\ufeff', '\u0085'])
      expect(read('text', `${other}a${other}`, { rules: ['trim', 'collapse_space'] })).toBe(`${other}a${other}`);
  });

  it('collapse each run of those to one space', () => {
    expect(read('text', '\ta \r\n b  ', { rules: ['collapse_space'] })).toBe(' a b ');
    expect(read('text', 'a\tb', { rules: ['collapse_space'] })).toBe('a b');
  });

  it('lower A to Z alone', () => {
    expect(read('text', 'AZaz[@ÀÉİΣ\u212a', { rules: ['lowercase'] })).toBe('azaz[@ÀÉİΣ\u212a');
  });

  it('nothing is ruled that no rule was given for', () => {
    expect(read('int', ' 1')).toBe(undefined);
    expect(read('uuid', '6BA7B810-9DAD-11D1-80B4-00C04FD430C8 ')).toBe(undefined);
  });

  it('compose to normalization form C', () => {
    expect(read('text', 'e\u0301', { rules: ['nfc'] })).toBe('é');
    expect(read('text', '\u212b\u1100\u1161', { rules: ['nfc'] })).toBe('Å가');
    expect(read('text', 'a\u0323\u0307', { rules: ['nfc'] })).toBe('ạ\u0307');
    expect(read('text', 'ﬁ', { rules: ['nfc'] })).toBe('ﬁ');
  });

  it('know no form C of what Unicode 15.0 has not assigned, noncharacters among it', () => {
    // U+2FFC came with 15.1, U+1C89 with 16.0.
    for (const text of ['\u0378', 'e\u2ffc', '\u1c89', '\ufdd0', '\uffff', 'a\u{1fffe}', '\u{e0080}', '\u{10ffff}']) {
      expect(read('text', text, { rules: ['nfc'] })).toBe(undefined);
      expect(read('text', text)).toBe(text);
    }
    // The last that 15.0 assigned, private use, and a tag.
    for (const text of ['\u{31350}', '\u{1fae8}', '\ue000', '\u{10fffd}', '\u{e0001}'])
      expect(read('text', text, { rules: ['nfc'] })).toBe(text);
  });

  it('hold the whole table of unassigned code points', () => {
    const expected = new Uint8Array(0x110000);
    for (const { begin, end } of ranges as readonly { begin: number; end: number }[]) expected.fill(1, begin, end);
    const found = Uint8Array.from({ length: 0x110000 }, (_, codePoint) => Number(isUnassigned(codePoint)));
    expect(Buffer.compare(found, expected)).toBe(0);
    expect(unassignedRanges.split(' ')).toHaveLength(ranges.length * 2);
  });

  it('run in the order written', () => {
    expect(read('text', ' A  B ', { rules: ['trim', 'collapse_space', 'lowercase'] })).toBe('a b');
    expect(readerOf('text', { rules: ['collapse_space', 'trim'] }).read('\t\ta')).toBe('a');
  });

  it('count, each for itself, the values they altered', () => {
    const reader = readerOf('text', { rules: ['trim', 'collapse_space', 'lowercase', 'nfc'], null: ['  NA'] });
    const altered: boolean[] = [];
    for (const text of [' a', 'a', ' A ', 'a  b', 'e\u0301', null, '  NA', 'A \t\u0378', '']) {
      reader.read(text);
      altered.push(reader.lastAltered);
    }
    expect(reader.altered).toEqual([2, 2, 2, 1]);
    expect(altered).toEqual([true, false, true, true, true, false, false, true, false]);
  });

  it('count a value once that a rule alters twice, and a rule that is named twice under its first place', () => {
    const reader = readerOf('text', { rules: ['lowercase', 'nfc', 'lowercase', 'trim', 'trim'] });
    expect(reader.read(' A\u212a')).toBe('ak');
    expect(reader.altered).toEqual([1, 1, 0, 1, 0]);
  });

  it('count on any type', () => {
    const reader = readerOf('decimal(2)', { rules: ['trim'] });
    expect(reader.read(' 1 ')).toBe('1.00');
    expect(reader.read('1')).toBe('1.00');
    expect(reader.altered).toEqual([1]);
  });
});

describe('a reader', () => {
  it('is the identity for text without options alone', () => {
    expect(readerOf('text', {}).identity).toBe(true);
    expect(readerOf('text', { null: [''] }).identity).toBe(false);
    expect(readerOf('text', { rules: ['trim'] }).identity).toBe(false);
    expect(readerOf('text', { values: {}, values_else: 'keep' }).identity).toBe(false);
    expect(readerOf('int', {}).identity).toBe(false);
  });
});

describe('bool', () => {
  it('is one of ten texts', () => {
    for (const text of ['true', 't', '1', 'TRUE', 'True']) expect(read('bool', text)).toBe('true');
    for (const text of ['false', 'f', '0', 'FALSE', 'False']) expect(read('bool', text)).toBe('false');
    for (const text of ['', 'T', 'F', 'yes', 'tRUE', ' true', '01', 'constructor'])
      expect(read('bool', text)).toBe(undefined);
  });

  it('is one of two lists that replace these', () => {
    const lists: Options = { true: ['Y', 'J'], false: ['N', ''] };
    expect(['Y', 'J', 'N', '', 'true', '0'].map((text) => read('bool', text, lists))).toEqual([
      'true',
      'true',
      'false',
      'false',
      undefined,
      undefined,
    ]);
  });
});

describe('uuid', () => {
  const uuid = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
  const bare = uuid.replaceAll('-', '');

  it.each([uuid, bare, `{${uuid}}`, `{${bare}}`, uuid.toUpperCase(), `{${bare.toUpperCase()}}`])(
    '%s is read',
    (text) => {
      expect(read('uuid', text)).toBe(uuid);
    },
  );

  it.each(
    ['', '{}', `{${uuid}`, `${uuid}}`, `{{${uuid}}}`, `}${uuid}{`, `(${uuid})`, `${uuid} `, `urn:uuid:${uuid}`].concat([
      uuid.slice(1),
      `${bare}0`,
      uuid.replace('6', 'g'),
      uuid.replace('-', ''),
      `${bare.slice(0, 16)}-${bare.slice(16)}`,
      `${uuid}\n`,
    ]),
  )('%j has no form', (text) => {
    expect(read('uuid', text)).toBe(undefined);
  });
});

describe('bytes', () => {
  it('are read from hex, with or without a mark, and from base64', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('', '0x', '0X', '\\x'), fc.boolean(), (bytes, mark, upper) => {
        const hex = Buffer.from(bytes).toString('hex');
        expect(read('bytes', mark + (upper ? hex.toUpperCase() : hex))).toBe(`0x${hex}`);
        expect(read('bytes', Buffer.from(bytes).toString('base64'), { encoding: 'base64' })).toBe(`0x${hex}`);
      }),
    );
  });

  it.each(['0', '0x0', '0x0x00', '\\X00', 'x00', '0xg0', ' 00', '00 '])('%j is no hex', (text) => {
    expect(read('bytes', text)).toBe(undefined);
  });

  it.each([
    'A',
    'AA',
    'AA=',
    'AAA',
    'AB==',
    'AAB=',
    'AA==AA==',
    'AA== ',
    'A A=',
    '-_-_',
    '=',
    '====',
    'AAAA\n',
    'ÀÀÀÀ',
  ])('%j is no base64', (text) => {
    expect(read('bytes', text, { encoding: 'base64' })).toBe(undefined);
  });
});
