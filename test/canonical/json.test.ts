import { existsSync, readFileSync, readdirSync } from 'node:fs';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jcsOfLexemes, parseJsonMembers } from '../../engine/canonical/json-value.ts';

const published = new URL('../../../shared/conformance/third-party/jcs/testdata/', import.meta.url);
const isPublished = existsSync(published);

/** A numeral of the published inputs that loses digits as a double: RFC 8785 rounds it, a ledger must not. */
const lossy = new Set(['values.json']);

describe.skipIf(!isPublished)(
  'the published vectors of RFC 8785 (skipped where they are not beside the checkout)',
  () => {
    const names = isPublished ? readdirSync(new URL('input/', published)) : [];
    it.each(names)('%s', (name) => {
      const input = readFileSync(new URL(`input/${name}`, published), 'utf8');
      const output = readFileSync(new URL(`output/${name}`, published), 'utf8');
      expect(jcsOfLexemes(input)).toBe(lossy.has(name) ? undefined : output);
      if (lossy.has(name)) expect(jcsOfLexemes(output)).toBe(output);
    });
  },
);

describe('nested values in JCS', () => {
  it('are what another implementation writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        fc.pre(!/-0(?![.\d])/.test(JSON.stringify(value)));
        expect(jcsOfLexemes(text)).toBe(canonicalize(JSON.parse(text)));
      }),
      { numRuns: 1000 },
    );
  });

  it('order members by UTF-16 code units', () => {
    expect(jcsOfLexemes('{"\uFFFD":1,"\u{1F4B6}":2,"b":3,"a":{"z":[],"y":{}},"":0}')).toBe(
      '{"":0,"a":{"y":{},"z":[]},"b":3,"\u{1F4B6}":2,"\uFFFD":1}',
    );
    expect(jcsOfLexemes('{"__proto__":1,"10":2,"9":3}')).toBe('{"10":2,"9":3,"__proto__":1}');
  });

  it.each<[string, string | undefined]>([
    ['0.10', '0.1'],
    ['1e-1', '0.1'],
    ['1E+2', '100'],
    ['100.000', '100'],
    ['0.000', '0'],
    ['0e99999', '0'],
    ['9007199254740992', '9007199254740992'],
    ['1e23', '1e+23'],
    ['1e21', '1e+21'],
    ['1000000000000000000000', '1e+21'],
    ['5e-324', '5e-324'],
    ['9007199254740993', undefined],
    ['0.1000000000000000055511151231257827', undefined],
    ['590295810358705651712', undefined], // 2^69: a double, but 590295810358705700000 would be written for it
    ['115792089237316195423570985008687907853269984665640564039457584007913129639935', undefined],
    ['1e400', undefined],
    ['1e-400', undefined],
    ['1e99999999999999999999', undefined],
    ['-0', undefined],
    ['-0.0', undefined],
    ['-0e5', undefined],
    ['-1.50', '-1.5'],
  ])('write the number %s as %s', (lexeme, expected) => {
    expect(jcsOfLexemes(`[${lexeme}]`)).toBe(expected === undefined ? undefined : `[${expected}]`);
    expect(jcsOfLexemes(lexeme)).toBe(expected);
  });

  it('have no form for a member twice, at any depth and however it is written', () => {
    expect(jcsOfLexemes('{"a":1,"a":1}')).toBe(undefined);
    expect(jcsOfLexemes('[{"x":{"a":1,"\\u0061":2}}]')).toBe(undefined);
    expect(jcsOfLexemes('[{"a":1},{"a":1}]')).toBe('[{"a":1},{"a":1}]');
  });

  it('have no form for a lone surrogate, in a value or a name', () => {
    for (const text of ['"\\ud83d"', '["\\udcb6\\ud83d"]', '{"\\ud83d":1}', '"\ud83d"'])
      expect(jcsOfLexemes(text)).toBe(undefined);
    expect(jcsOfLexemes('"\\ud83d\\udcb6"')).toBe('"💶"');
  });

  it('write the escapes of RFC 8785 and no other', () => {
    expect(jcsOfLexemes('"\\u0008\\t\\n\\f\\r\\u0000\\u001f\\"\\\\\\/\\u007f\\u20ac\\u2028"')).toBe(
      '"\\b\\t\\n\\f\\r\\u0000\\u001f\\"\\\\/\u007f€\u2028"',
    );
  });

  it('may be nested without limit', () => {
    const depth = 200_000;
    const text = '['.repeat(depth) + ']'.repeat(depth);
    expect(jcsOfLexemes(text) === text).toBe(true);
    const objects = '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    expect(jcsOfLexemes(objects) === objects).toBe(true);
    expect(jcsOfLexemes('['.repeat(depth))).toBe(undefined);
  });
});

const notJson = [
  '',
  ' ',
  '{',
  '}',
  '[1,]',
  '{"a":1,}',
  '{a:1}',
  "{'a':1}",
  '{"a" 1}',
  '{"a":}',
  '{"a":1 "b":2}',
  '[1 2]',
  '01',
  '-',
].concat(
  [
    '1.',
    '.5',
    '+1',
    '1e',
    '1e+',
    '0x1',
    'NaN',
    'Infinity',
    'nul',
    'True',
    '"',
    '"\\x"',
    '"\\u12"',
    '"\\u12G4"',
    '"\n"',
    '"\u0000"',
  ],
  [
    '"a',
    '1 1',
    '[1]]',
    '// a\n1',
    '\ufeff1',
    '\u00a01',
    'nulls',
    '{"a":1}{"b":2}',
    '--1',
    '"\\',
    '[',
    '{"a"',
    '[1}',
    '{"a":1]',
  ],
);

describe('what is not JSON', () => {
  it.each(notJson)('%j is refused, as JSON.parse refuses it', (text) => {
    expect(() => void JSON.parse(text)).toThrow();
    expect(jcsOfLexemes(text)).toBe(undefined);
    expect(parseJsonMembers(`{"x":${text}}`)).toHaveProperty('problem');
  });

  it('is what JSON.parse refuses, in lines one change away from JSON', () => {
    const piece = fc.constantFrom('', '"', '{', ']', ',', ':', '0', '-', 'e', '\\', ' ', '\u0000');
    fc.assert(
      fc.property(fc.json(), fc.nat(), piece, (json, at, changed) => {
        const i = at % (json.length + 1);
        const line = `{"x":${json.slice(0, i)}${changed}${json.slice(i + 1)}}`;
        let valid = true;
        try {
          JSON.parse(line);
        } catch {
          valid = false;
        }
        const members = parseJsonMembers(line);
        if (valid && 'problem' in members) expect(members.problem).toMatch(/twice|surrogate/);
        else expect('problem' in members).toBe(!valid);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the members of a line', () => {
  it('are texts as typed sources write them', () => {
    const line =
      ' { "s" : "a\\"b\\u00e9" , "n": 1.50 , "big":115792089237316195423570985008687907853269984665640564039457584007913129639935,' +
      '"minus":-0,"e":1E400,"t":true,"f":false,"z":null,"o":{"b":1,"a":[1.0]},"l":[],"":"","__proto__":"p"}\r';
    expect([...(parseJsonMembers(line) as Map<string, unknown>)]).toEqual([
      ['s', 'a"bé'],
      ['n', '1.50'],
      ['big', '115792089237316195423570985008687907853269984665640564039457584007913129639935'],
      ['minus', '-0'],
      ['e', '1E400'],
      ['t', 'true'],
      ['f', 'false'],
      ['z', null],
      ['o', '{"a":[1],"b":1}'],
      ['l', '[]'],
      ['', ''],
      ['__proto__', 'p'],
    ]);
    expect([...(parseJsonMembers('{}') as Map<string, unknown>)]).toEqual([]);
  });

  it('without a form are undefined and leave the others readable', () => {
    const line = '{"a":"\\ud800","b":{"x":-0},"c":[9007199254740993],"d":{"x":1,"x":1},"e":1}';
    expect([...(parseJsonMembers(line) as Map<string, unknown>)]).toEqual([
      ['a', undefined],
      ['b', undefined],
      ['c', undefined],
      ['d', undefined],
      ['e', '1'],
    ]);
  });

  it.each<[string, string, number]>([
    ['{"a":1,"a":2}', 'holds the member "a" twice', 7],
    ['{"a":1,"\\u0061":2}', 'holds the member "a" twice', 7],
    ['{"\\ud800":1}', 'holds a member whose name has a lone surrogate', 1],
    ['[1]', 'lacks a {', 0],
    ['', 'ends too early', 0],
    ['{"a":1', 'ends too early', 6],
    ['{"a":1}x', 'goes on after its end', 7],
    ['{"a":01}', 'lacks a }', 6],
    ['{"a":.5}', 'lacks a value', 5],
    ['{"a":"\t"}', 'holds a control character in a string', 6],
  ])('%s: %s at %i', (line, problem, at) => {
    expect(parseJsonMembers(line)).toEqual({ problem, at });
  });
});
