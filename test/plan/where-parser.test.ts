import { describe, expect, it } from 'vitest';
import { parseWhere } from '../../engine/plan/where-parser.ts';
import { WhereError } from '../../engine/plan/where-tokens.ts';

const tree = (text: string) => parseWhere(text).tree;

function refusal(text: string): readonly [at: number, what: string] {
  try {
    parseWhere(text);
  } catch (error) {
    if (error instanceof WhereError) return [error.at, error.message];
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe('a condition', () => {
  it('compares columns and literals', () => {
    expect(tree("status <> 'X'")).toEqual({ op: '<>', left: { column: 'status' }, right: { text: 'X' } });
    expect(tree('\'O\'\'Hara\' != "a ""b"""')).toEqual({
      op: '<>',
      left: { text: "O'Hara" },
      right: { column: 'a "b"' },
    });
    expect(tree('a<=-1.50')).toEqual({ op: '<=', left: { column: 'a' }, right: { number: '-1.50' } });
    expect(tree('a >= +.5e-3')).toEqual({ op: '>=', left: { column: 'a' }, right: { number: '+.5e-3' } });
    expect(tree('a = 115792089237316195423570985008687907853269984665640564039457584007913129639935')).toMatchObject({
      right: { number: '115792089237316195423570985008687907853269984665640564039457584007913129639935' },
    });
    expect(tree('a = TRUE')).toEqual({ op: '=', left: { column: 'a' }, right: { bool: true } });
    expect(tree('a = null')).toEqual({ op: '=', left: { column: 'a' }, right: { null: true } });
  });

  it('binds NOT before AND before OR', () => {
    const is = (column: string) => ({ op: 'is_null', not: false, left: { column } });
    const text = (...columns: string[]) => columns.map((column) => `${column} IS NULL`);
    expect(tree(`${text('a').join('')} OR NOT b IS NULL AND ${text('c').join('')} OR d IS NULL`)).toEqual({
      op: 'or',
      parts: [is('a'), { op: 'and', parts: [{ op: 'not', part: is('b') }, is('c')] }, is('d')],
    });
    expect(tree('NOT (a IS NULL OR b IS NULL)')).toEqual({ op: 'not', part: { op: 'or', parts: [is('a'), is('b')] } });
    expect(tree('NOT NOT a IS NULL')).toEqual(is('a'));
  });

  it('has IN, BETWEEN, LIKE and IS NULL, each with NOT', () => {
    const left = { column: 'a' };
    expect(tree("a IN ('x', 2, b, NULL)")).toEqual({
      op: 'in',
      not: false,
      left,
      list: [{ text: 'x' }, { number: '2' }, { column: 'b' }, { null: true }],
    });
    expect(tree("a not in ('x')")).toMatchObject({ op: 'in', not: true });
    expect(tree("a BETWEEN '1' AND '2' AND b IS NOT NULL")).toEqual({
      op: 'and',
      parts: [
        { op: 'between', not: false, left, low: { text: '1' }, high: { text: '2' } },
        { op: 'is_null', not: true, left: { column: 'b' } },
      ],
    });
    expect(tree('a Not Between 1 And 2')).toMatchObject({ op: 'between', not: true });
    expect(tree("a LIKE 'x%'")).toEqual({ op: 'like', not: false, left, pattern: 'x%' });
    expect(tree("a NOT LIKE ''")).toMatchObject({ op: 'like', not: true, pattern: '' });
  });

  it('names each column it reads once, to the letter', () => {
    const where = parseWhere('b = 1 AND "b" = 2 AND B = 3 AND "select" IS NULL AND größe = "__proto__"');
    expect(where.columns).toEqual(['b', 'B', 'select', 'größe', '__proto__']);
    expect(where.text).toContain('größe');
  });

  it('may be wide, and as deep as 64 parentheses', () => {
    expect(tree(Array.from({ length: 5000 }, (_, i) => `a = ${i}`).join(' OR '))).toMatchObject({ op: 'or' });
    expect(tree(`${'('.repeat(63)}a = 1${')'.repeat(63)}`)).toMatchObject({ op: '=' });
    expect(refusal(`${'('.repeat(64)}a = 1${')'.repeat(64)}`)).toEqual([
      64,
      'The condition is nested more than 64 deep',
    ]);
    expect(refusal('('.repeat(100_000))[0]).toBe(64);
    expect(tree(`${'NOT '.repeat(100_001)}a = 1`)).toMatchObject({ op: 'not' });
    expect(tree(`a = '${"''".repeat(100_000)}'`)).toMatchObject({ right: { text: "'".repeat(100_000) } });
  });
});

describe('a condition outside the grammar is refused at its character', () => {
  it.each([
    ['', 0, 'Here a column or a literal should stand, and the condition ends'],
    ['   ', 3, 'Here a column or a literal should stand, and the condition ends'],
    ['a', 1, 'Here a comparison, IN, BETWEEN, LIKE or IS NULL should stand, and the condition ends'],
    ['a = ', 4, 'Here a column or a literal should stand, and the condition ends'],
    ['a = 1;', 5, '";" means nothing here'],
    ['a = 1 -- x', 6, 'This is not a number of the grammar'],
    ['a = 1 /* x */', 6, '"/" means nothing here'],
    ['a = 1 b = 2', 6, 'The condition should end here, or go on with AND or OR, not b'],
    ["lower(a) = 'x'", 5, 'Here a comparison, IN, BETWEEN, LIKE or IS NULL should stand, not ('],
    ['a + 1 = 2', 2, 'This is not a number of the grammar'],
    ['a = b || c', 6, '"|" means nothing here'],
    ['a IN (SELECT b)', 13, 'Here ) should stand, not b'],
    ['a IN ()', 6, 'Here a column or a literal should stand, not )'],
    ['a IN (1, )', 9, 'Here a column or a literal should stand, not )'],
    ['a BETWEEN 1 OR 2', 12, 'Here AND should stand, not OR'],
    ['a LIKE b', 7, "After LIKE a 'text' should stand, not b"],
    ["1 LIKE '1'", 0, 'LIKE takes a column or a text'],
    ['a IS 1', 5, 'Here NULL should stand, not 1'],
    ['a NOT NULL', 6, 'Here a comparison, IN, BETWEEN, LIKE or IS NULL should stand, not NULL'],
    ['(a = 1', 6, 'Here ) should stand, and the condition ends'],
    ['a = 1)', 5, 'The condition should end here, or go on with AND or OR, not )'],
    ['a = b = c', 6, 'The condition should end here, or go on with AND or OR, not ='],
    ['TRUE', 4, 'Here a comparison, IN, BETWEEN, LIKE or IS NULL should stand, and the condition ends'],
    ["a = 'x", 4, 'A text is not closed'],
    ['"a = 1', 0, 'A column name is not closed'],
    ['a = 12x', 4, 'This is not a number of the grammar'],
    ['a = 1.2.3', 4, 'This is not a number of the grammar'],
    ['a = 1e', 4, 'This is not a number of the grammar'],
    ['1 = TRUE', 4, 'A number and TRUE or FALSE cannot be compared'],
    ['FALSE IN (TRUE, 0)', 16, 'A number and TRUE or FALSE cannot be compared'],
    ['a = $1', 4, '"$" means nothing here'],
    ['a = \u{1f4b6}', 4, '"\u{1f4b6}" means nothing here'],
    ['a\u00a0= 1', 1, '"\u00a0" means nothing here'],
  ])('%s', (text, at, what) => {
    expect(refusal(text)).toEqual([at, what]);
  });
});
