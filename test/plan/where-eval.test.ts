import { describe, expect, it } from 'vitest';
import { compileWhere, whereProblem } from '../../engine/plan/where-eval.ts';
import { parseWhere } from '../../engine/plan/where-parser.ts';

const ask = (text: string, row: Readonly<Record<string, string | null>>) =>
  compileWhere(parseWhere(text), Object.keys(row))(Object.values(row));

describe('a condition of a row', () => {
  it('compares with texts by UTF-8 bytes', () => {
    expect(ask("a < '9'", { a: '10' })).toBe(true);
    expect(ask("a < 'a'", { a: 'Z' })).toBe(true);
    expect(ask("a = 'x'", { a: 'x ' })).toBe(false);
    expect(ask("a > '\uff5e'", { a: '\u{1f4b6}' })).toBe(true); // the other way round in UTF-16
    expect(ask('a < b', { a: '10', b: '9' })).toBe(true);
    expect(ask("a = 'é'", { a: 'e\u0301' })).toBe(false);
    expect(ask("a = ''", { a: '' })).toBe(true);
  });

  it('compares with numbers as exact decimals', () => {
    expect(ask('a = 100', { a: '1e2' })).toBe(true);
    expect(ask('a = 100.00', { a: '+0100' })).toBe(true);
    expect(ask('a < 9', { a: '10' })).toBe(false);
    expect(ask('a = 16777216', { a: '16777217.00' })).toBe(false);
    expect(
      ask('a > 115792089237316195423570985008687907853269984665640564039457584007913129639935', {
        a: '115792089237316195423570985008687907853269984665640564039457584007913129639936',
      }),
    ).toBe(true);
    expect(ask('a = 0', { a: '-0.000' })).toBe(true);
    expect(ask('a < 0', { a: '-1e-9999' })).toBe(true);
    expect(ask('a BETWEEN -2 AND -1.5', { a: '-1.75' })).toBe(true);
    expect(ask('a IN (1, 2)', { a: '2.0' })).toBe(true);
    expect(ask("'10' > 9", {})).toBe(true);
  });

  it('does not know how a text that is no number compares with one', () => {
    for (const a of ['', 'x', '1 ', '0x10', '1,5', 'NaN', '1e99999']) expect(ask('a <> 1', { a })).toBeNull();
    expect(ask('NOT a = 1', { a: 'x' })).toBeNull();
    expect(ask("a = 1 OR a = 'x'", { a: 'x' })).toBe(true);
  });

  it('compares with TRUE and FALSE by the texts of bool', () => {
    for (const a of ['true', 't', '1', 'TRUE', 'True']) expect(ask('a = TRUE', { a })).toBe(true);
    for (const a of ['false', 'f', '0', 'FALSE', 'False']) expect(ask('a < TRUE', { a })).toBe(true);
    expect(ask('a = FALSE', { a: 'yes' })).toBeNull();
  });

  it('follows three truth values', () => {
    const n = { n: null, x: 'x' };
    expect(ask("n = 'x'", n)).toBeNull();
    expect(ask("n = 'x' AND x = 'y'", n)).toBe(false);
    expect(ask("n = 'x' AND x = 'x'", n)).toBeNull();
    expect(ask("n = 'x' OR x = 'x'", n)).toBe(true);
    expect(ask("n = 'x' OR x = 'y'", n)).toBeNull();
    expect(ask("NOT n = 'x'", n)).toBeNull();
    expect(ask('n IS NULL', n)).toBe(true);
    expect(ask('x IS NOT NULL', n)).toBe(true);
    expect(ask("x NOT IN ('y', NULL)", n)).toBeNull();
    expect(ask("x IN ('x', NULL)", n)).toBe(true);
    expect(ask("x NOT BETWEEN n AND 'a'", n)).toBe(true);
    expect(ask("x BETWEEN n AND 'z'", n)).toBeNull();
    expect(ask("n LIKE '%'", n)).toBeNull();
    expect(ask('x = NULL', n)).toBeNull();
  });

  it('matches LIKE by code points', () => {
    expect(ask("a LIKE '_'", { a: '\u{1f4b6}' })).toBe(true);
    expect(ask("a LIKE '__'", { a: '\u{1f4b6}' })).toBe(false);
    expect(ask("a LIKE 'AC-%-_7'", { a: 'AC-1-2-17' })).toBe(true);
    expect(ask("a LIKE '%a%b%c'", { a: 'xaxbxbxc' })).toBe(true);
    expect(ask("a LIKE 'ab%bc'", { a: 'abc' })).toBe(false);
    expect(ask("a LIKE '%'", { a: '' })).toBe(true);
    expect(ask("a LIKE '100\\%'", { a: '100\\x' })).toBe(true); // nothing is escaped
    expect(ask("a LIKE 'X%'", { a: 'x' })).toBe(false);
  });

  it('answers patterns that make a backtracking matcher run for ever', () => {
    const a = 'a'.repeat(5000);
    expect(ask(`a LIKE '${'%a'.repeat(500)}b'`, { a })).toBe(false);
    expect(ask(`a LIKE '${'%a_'.repeat(500)}b'`, { a })).toBe(false);
    expect(ask(`a LIKE '${'_%'.repeat(2000)}'`, { a })).toBe(true);
  });

  it('reads columns called like members of every object', () => {
    expect(ask('"__proto__" = constructor', { ['__proto__']: 'x', constructor: 'x' })).toBe(true);
  });
});

describe('a condition asked of an export', () => {
  it('says which column the export lacks, and the nearest there is', () => {
    const where = parseWhere("Status <> 'X' AND id = 1");
    expect(whereProblem(where, ['id', 'Status'])).toBeNull();
    expect(whereProblem(where, ['id', 'status'])).toEqual({
      what: 'The export has no column "Status" that the condition reads',
      remedy: 'Did you mean "status"?',
    });
  });
});
