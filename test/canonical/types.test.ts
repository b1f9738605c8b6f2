import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from '../../engine/canonical/compare-utf8.ts';
import { parseType, typeName } from '../../engine/canonical/type-name.ts';

describe('type names', () => {
  it.each(['text', 'int', 'bool', 'date', 'uuid', 'bytes', 'float'])('%s is written as it is read', (name) => {
    expect(typeName(parseType(name)!)).toBe(name);
  });

  it.each([
    ['decimal(0)', 'decimal(0)'],
    ['decimal(76)', 'decimal(76)'],
    ['timestamp', 'timestamp(6)'],
    ['datetime', 'datetime(6)'],
    ['timestamp(0)', 'timestamp(0)'],
    ['timestamp(3)', 'timestamp(3)'],
    ['datetime(9)', 'datetime(9)'],
  ])('%s in full is %s', (name, full) => {
    expect(typeName(parseType(name)!)).toBe(full);
  });

  it.each(
    [
      '',
      'decimal',
      'decimal()',
      'decimal(77)',
      'decimal(02)',
      'decimal(-1)',
      'decimal(2) ',
      'decimal(2,3)',
      'Text',
    ].concat(
      ['timestamp(1)', 'timestamp(06)', 'timestamp()', 'datetime(12)', 'int(4)', 'text\n', 'decimal(2)\n', 'varchar'],
      ['__proto__', 'constructor', 'toString'],
    ),
  )('%j is no type', (name) => {
    expect(parseType(name)).toBe(undefined);
  });
});

describe('the order of names', () => {
  it('is that of their UTF-8 bytes, where UTF-16 differs', () => {
    expect(['\u{1F4B6}', '\uFFFD', '\uE000', 'é', 'z', 'Z', ''].sort(compareUtf8)).toEqual([
      '',
      'Z',
      'z',
      'é',
      '\uE000',
      '\uFFFD',
      '\u{1F4B6}',
    ]);
  });

  it('is what comparing the bytes gives', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('a', '\uFFFF', '\uE000', '\u{10000}', '\u{10FFFF}', 'é'),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { numRuns: 2000 },
    );
  });
});
