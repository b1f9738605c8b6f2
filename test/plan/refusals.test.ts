import { describe, expect, it } from 'vitest';
import { judgePlan } from '../../engine/plan/parse-plan.ts';
import { columnOf, planOf, problemsOf, utf8 } from './plans.ts';

const id = 'columns: { id: { type: text }, n: { type: int }, d: { type: decimal(2) } }';
const plan = (rest: string) => `${planOf(id)}\n${rest}`;
const c = 'tables[0].columns.c';

/** What is written, and `line:column path what` of everything that is wrong with it. */
type Case = readonly [name: string, text: string, ...problems: string[]];
const cases = (title: string, list: readonly Case[]) =>
  describe(title, () => it.each(list)('%s', (_name, text, ...problems) => expect(problemsOf(text)).toEqual(problems)));

cases('a plan that YAML could read but the grammar does not take is refused', [
  ['an alias and its anchor', 'name: &x n\nhash: *x', '1:7  Anchors are not taken', '2:7  Aliases are not taken'],
  ['a tag', 'name: !!str 7', '1:7  Tags are not taken'],
  ['a tag of a mapping', '!!map {}', '1:1  Tags are not taken'],
  ['a directive of another version', '%YAML 1.1\n---\nname: n', '1:1  Directives are not taken'],
  ['two documents', 'name: n\n---\nname: m', '2:1  A second document begins here'],
  [
    'a name twice',
    plan('gates: { changed: 1, changed: 2 }'),
    '8:22 gates.changed The name "changed" stands here twice, first in line 8',
  ],
  [
    'a name twice in JSON',
    columnOf('{"type": "text", "type": "text"}'),
    `9:27 ${c}.type The name "type" stands here twice, first in line 9`,
  ],
  ['a merge key', columnOf('{ type: text, <<: { zone: UTC } }'), `9:24 ${c}["<<"] Merge keys are not taken`],
  [
    'a merge key among columns',
    planOf('columns:\n  id: { type: text }\n  <<: { type: text }'),
    '9:7 tables[0].columns["<<"] Merge keys are not taken',
  ],
  [
    'a name that is a list',
    planOf('columns: { id: { type: text }, ? [a] : { type: text } }'),
    '7:38 tables[0].columns A name must be a text',
  ],
  [
    'a name that is a number',
    planOf('columns: { 2024: { type: text } }'),
    '7:16 tables[0].columns["2024"] The name 2024 is not a text',
  ],
  [
    'a column called null without quotes',
    planOf('columns: { null: { type: text } }'),
    '7:16 tables[0].columns.null The name null is not a text',
  ],
  [
    'an unclosed bracket',
    'name: n\ntables: [',
    '2:10  Not YAML or JSON: Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  [
    'a word too many, from which all that follows makes no sense: told once',
    'oops\n# a remark\ntallystick: 1\nname: n\ntables: []\n',
    '3:1  Not YAML or JSON: Unexpected scalar token in YAML stream: "tallystick"',
  ],
  [
    'half of a surrogate pair',
    columnOf('{ type: text, values: { "\\ud800": a, b: "\\udc00" } }'),
    `9:34 ${c}.values["\\ud800"] A name holds half of a surrogate pair`,
    `9:50 ${c}.values.b A text holds half of a surrogate pair`,
  ],
  ['a control character', 'name: a\u0007b', '1:8  A control character U+0007 stands here'],
  ['a lone carriage return', 'name: a\rhash: sha256', '1:8  A control character U+000D stands here'],
  ['nesting without end', `name: ${'['.repeat(50)}`, '1:23  Nested more than 16 levels deep'],
  ['nothing at all', '', '1:1  A plan must be a mapping, not nothing'],
  ['a text', 'hello', '1:1  A plan must be a mapping, not a text'],
]);

describe('bytes that are no plan', () => {
  const problems = (bytes: Uint8Array) => {
    const judged = judgePlan(bytes);
    return 'problems' in judged ? judged.problems : [];
  };
  it('are refused at the first byte that is not UTF-8', () => {
    const bytes = new Uint8Array([...utf8('name: é\nhash: "'), 0xc3, 0x28, 0xff]);
    expect(problems(bytes)).toMatchObject([{ what: 'These bytes are not UTF-8', line: 2, column: 8 }]);
  });
  it('are refused above the limit, which is said', () => {
    const [problem] = problems(new Uint8Array(2 * 1024 * 1024 + 1).fill(32));
    expect(problem!.what).toBe('A plan may have 2097152 bytes, this has 2097153');
  });
  it('are refused in time whatever they repeat', () => {
    for (const part of [
      '[',
      '- ',
      '? ',
      '{a: ',
      ': ',
      '|',
      '&a ',
      '*a ',
      '!a ',
      '---\n',
      '"',
      "''",
      '\n',
      'a: ',
      '%\n',
      '1,',
      ' ',
    ])
      expect(problems(utf8(part.repeat(20_000))).length).toBeGreaterThan(0);
  });
});

cases('a plan of the wrong shape is refused', [
  [
    'names that are missing',
    'tallystick: 1\nname: n',
    '1:1 source "source" is missing',
    '1:1 target "target" is missing',
    '1:1 tables "tables" is missing',
  ],
  ['an unknown name', plan('gate: {}'), '8:1 gate Unknown name "gate"'],
  [
    'another version',
    plan('').replace('tallystick: 1', 'tallystick: 2'),
    '1:13 tallystick This plan is of version 2, and version 1 is known here',
  ],
  [
    'a version in quotes',
    plan('').replace('tallystick: 1', 'tallystick: "1"'),
    '1:13 tallystick "tallystick" must be 1, not "1"',
  ],
  ['a name that is a number', plan('').replace('name: n', 'name: 007'), '2:7 name "name" must be a text, not 007'],
  ['an unknown hash', plan('hash: md5'), '8:7 hash "hash" must be "sha256" or "blake3", not md5'],
  ['an empty path', plan('').replace('path: a', 'path: ""'), '3:17 source.path "path" is empty'],
  [
    'no tables',
    'tallystick: 1\nname: n\nsource: { path: a }\ntarget: { path: b }\ntables: []',
    '5:9 tables "tables" is empty',
  ],
  [
    'tables that are a mapping',
    'tallystick: 1\nname: n\nsource: { path: a }\ntarget: { path: b }\ntables: { t: 1 }',
    '5:9 tables "tables" must be a list, not a mapping',
  ],
  [
    'a table that is a text',
    'tallystick: 1\nname: n\nsource: { path: a }\ntarget: { path: b }\ntables: [t]',
    '5:10 tables[0] "tables"[0] must be a mapping, not a text',
  ],
  ['a gate that is negative', plan('gates: { changed: -1 }'), '8:19 gates.changed "changed" may not be less than 0'],
  [
    'a gate that is no whole number',
    plan('gates: { changed: 1.5 }'),
    '8:19 gates.changed "changed" must be a whole number, not 1.5',
  ],
  [
    'a gate beyond 2^53',
    plan('gates: { changed: 9007199254740992 }'),
    '8:19 gates.changed "changed" is beyond 2^53 - 1',
  ],
  [
    'a gate in quotes',
    plan('gates: { changed: "1" }'),
    '8:19 gates.changed "changed" must be a whole number, not a text',
  ],
  [
    'a gate for totals that is not equal',
    plan('gates: { totals: 3 }'),
    '8:18 gates.totals "totals" must be "equal", not 3',
  ],
  [
    'limits that are no decimals',
    plan('gates: { within_tolerance: { max_ratio: "a", max_sum: "-1" } }'),
    '8:41 gates.within_tolerance.max_ratio "a" is not a decimal',
    '8:55 gates.within_tolerance.max_sum "max_sum" is negative',
  ],
  [
    'a tolerance without a limit',
    plan('gates: { within_tolerance: {} }'),
    '8:28 gates.within_tolerance "within_tolerance" has no limit',
  ],
  [
    'a preparer beyond one',
    plan('signers: { preparer: 2, approver: -1 }'),
    '8:22 signers.preparer "preparer" may not be more than 1',
    '8:35 signers.approver "approver" may not be less than 0',
  ],
  [
    'assumptions that are one text',
    plan('assumptions: none'),
    '8:14 assumptions "assumptions" must be a list, not a text',
  ],
  ['a depth outside 0 to 24', planOf(`depth: 25\n${id}`), '7:12 tables[0].depth "depth" may not be more than 24'],
  ['a depth that is negative', planOf(`depth: -1\n${id}`), '7:12 tables[0].depth "depth" may not be less than 0'],
  ['a depth in quotes', planOf(`depth: "3"\n${id}`), '7:12 tables[0].depth "depth" must be a whole number, not a text'],
  ['a table without columns', planOf('columns: {}'), '7:14 tables[0].columns A table needs columns'],
  ['a table without a word of columns', planOf('depth: 1'), '6:5 tables[0].columns "columns" is missing'],
  ['a column without a type', columnOf('{ zone: UTC }'), `9:10 ${c}.type "type" is missing`],
  ['an unknown type', columnOf('{ type: strng }'), `9:18 ${c}.type "strng" is not a type`],
  ['a decimal without a scale', columnOf('{ type: decimal }'), `9:18 ${c}.type "decimal" is not a type`],
  ['a decimal beyond 76 digits', columnOf('{ type: decimal(77) }'), `9:18 ${c}.type "decimal(77)" is not a type`],
  ['a timestamp of odd precision', columnOf('{ type: timestamp(4) }'), `9:18 ${c}.type "timestamp(4)" is not a type`],
  [
    'a database table',
    planOf(`source: { table: accounts }\n${id}`),
    '7:15 tables[0].source.table "table" is not supported yet',
  ],
  [
    'a JSON document',
    planOf(`target: { json: { records: /a } }\n${id}`),
    '7:15 tables[0].target.json "json" is not supported yet',
  ],
  [
    'another encoding',
    planOf(`source: { csv: { encoding: utf-16 } }\n${id}`),
    '7:32 tables[0].source.csv.encoding The encoding "utf-16" is not supported yet',
  ],
]);

cases('texts that YAML takes for something else are refused with their quotes', [
  ['null: [NULL]', columnOf('{ type: text, null: [NULL] }'), `9:31 ${c}.null[0] "null"[0] must be a text, not NULL`],
  [
    'null: [~, 0, 1.0]',
    columnOf('{ type: text, null: [~, 0, 1.0] }'),
    `9:31 ${c}.null[0] "null"[0] must be a text, not ~`,
    `9:34 ${c}.null[1] "null"[1] must be a text, not 0`,
    `9:37 ${c}.null[2] "null"[2] must be a text, not 1.0`,
  ],
  [
    'true: [1], false: [0]',
    columnOf('{ type: bool, true: [1], false: [false] }'),
    `9:31 ${c}.true[0] "true"[0] must be a text, not 1`,
    `9:43 ${c}.false[0] "false"[0] must be a text, not false`,
  ],
  [
    'values of numbers',
    columnOf('{ type: text, values: { 840: USD, A: 1 } }'),
    `9:34 ${c}.values["840"] The name 840 is not a text`,
    `9:47 ${c}.values.A "A" must be a text, not 1`,
  ],
  [
    'a value for __proto__',
    columnOf('{ type: text, source: { values: { __proto__: 3 } } }'),
    `9:55 ${c}.source.values.__proto__ "__proto__" must be a text, not 3`,
  ],
  [
    'a tolerance that is a number',
    columnOf('{ type: decimal(2), tolerance: 0.01 }'),
    `9:41 ${c}.tolerance "tolerance" must be a text, not 0.01`,
  ],
  ['an option called NULL', columnOf('{ type: text, NULL: [x] }'), `9:24 ${c}.NULL The name NULL is not a text`],
]);

cases('a column whose options contradict its type or one another is refused', [
  ['an unknown option', columnOf('{ type: int, toleranse: "1" }'), `9:23 ${c}.toleranse Unknown name "toleranse"`],
  [
    "an unknown option of a side's",
    columnOf('{ type: int, source: { colum: x } }'),
    `9:33 ${c}.source.colum Unknown name "colum"`,
  ],
  [
    'a side that is a number',
    columnOf('{ type: int, source: 3 }'),
    `9:31 ${c}.source "source" must be a column name or a mapping, not 3`,
  ],
  [
    'a column called __proto__ of no type',
    planOf('columns: { __proto__: { typ: text } }'),
    '7:27 tables[0].columns.__proto__.type "type" is missing',
    '7:29 tables[0].columns.__proto__.typ Unknown name "typ"',
  ],
  [
    'a rule that is none',
    columnOf('{ type: text, rules: [trim, upper] }'),
    `9:38 ${c}.rules[1] "rules"[1] must be "trim" or "collapse_space" or "lowercase" or "nfc", not upper`,
  ],
  [
    'a tolerance that is no decimal',
    columnOf('{ type: int, tolerance: "1 %" }'),
    `9:34 ${c}.tolerance The tolerance "1 %" is not a decimal`,
  ],
  [
    'a negative tolerance',
    columnOf('{ type: int, tolerance: "-0.5" }'),
    `9:34 ${c}.tolerance The tolerance -0.5 is negative`,
  ],
  [
    'a tolerance of a text',
    columnOf('{ type: text, tolerance: "1" }'),
    `9:24 ${c}.tolerance "tolerance" is for int and decimal alone, and this is text`,
  ],
  [
    'a tolerance of a float',
    columnOf('{ type: float, tolerance: "1" }'),
    `9:25 ${c}.tolerance "tolerance" is for int and decimal alone, and this is float`,
  ],
  [
    'a tolerance on a key',
    planOf('key: [k]\ncolumns:\n  k: { type: int, tolerance: "0" }'),
    '9:23 tables[0].columns.k.tolerance A key column has no tolerance',
  ],
  [
    'separators of a text',
    columnOf('{ type: text, group_separator: ",", target: { scale: 2 } }'),
    `9:24 ${c}.group_separator "group_separator" is for int and decimal alone, and this is text`,
    `9:56 ${c}.target.scale "scale" is for int and decimal alone, and this is text`,
  ],
  [
    'base 16 of a decimal',
    columnOf('{ type: decimal(2), base: 16 }'),
    `9:30 ${c}.base "base" is for int alone, and this is decimal`,
  ],
  ['base 8', columnOf('{ type: int, base: 8 }'), `9:29 ${c}.base "base" must be 10 or 16, not 8`],
  [
    'base 16 with separators',
    columnOf('{ type: int, base: 16, source: { group_separator: "," } }'),
    `9:43 ${c}.source.group_separator "group_separator" means nothing with base 16`,
  ],
  [
    'a separator of two characters',
    columnOf('{ type: int, group_separator: ", " }'),
    `9:40 ${c}.group_separator "group_separator" is one character, not ", "`,
  ],
  [
    'a separator of none',
    columnOf('{ type: int, decimal_separator: "" }'),
    `9:42 ${c}.decimal_separator "decimal_separator" is one character, not ""`,
  ],
  [
    'a separator that is a digit',
    columnOf('{ type: int, group_separator: "0" }'),
    `9:40 ${c}.group_separator "group_separator" is 0, which stands in numbers for something else`,
  ],
  [
    'a separator that is a sign',
    columnOf('{ type: int, decimal_separator: "-" }'),
    `9:42 ${c}.decimal_separator "decimal_separator" is -, which stands in numbers for something else`,
  ],
  [
    'a separator that is e',
    columnOf('{ type: int, decimal_separator: e }'),
    `9:42 ${c}.decimal_separator "decimal_separator" is e, which stands in numbers for something else`,
  ],
  [
    'equal separators',
    columnOf('{ type: int, group_separator: ",", source: { decimal_separator: "," } }'),
    `9:40 ${c}.group_separator "group_separator" and the decimal separator are both ","`,
  ],
  [
    'a group separator that is the point',
    columnOf('{ type: int, group_separator: "." }'),
    `9:40 ${c}.group_separator "group_separator" and the decimal separator are both "."`,
  ],
  [
    'a scale that is no whole number',
    columnOf('{ type: int, scale: 0.5 }'),
    `9:30 ${c}.scale "scale" must be a whole number, not 0.5`,
  ],
  [
    'a scale beyond all measure',
    columnOf('{ type: int, scale: -10000 }'),
    `9:30 ${c}.scale "scale" may not be less than -9999`,
  ],
  ['true without false', columnOf('{ type: bool, true: [Y] }'), `9:24 ${c}.true "true" stands without "false"`],
  [
    "a side's false without true",
    columnOf('{ type: bool, target: { false: [N] } }'),
    `9:34 ${c}.target.false "false" stands without "true"`,
  ],
  [
    'a text that is both true and false',
    columnOf('{ type: bool, true: [Y, "1"], false: ["1"] }'),
    `9:48 ${c}.false[0] "1" is both true and false`,
  ],
  [
    'true of an int',
    columnOf('{ type: int, true: [a], false: [b] }'),
    `9:23 ${c}.true "true" is for bool alone, and this is int`,
    `9:34 ${c}.false "false" is for bool alone, and this is int`,
  ],
  [
    'a zone that is none',
    columnOf('{ type: timestamp, zone: Europe/Pari }'),
    `9:35 ${c}.zone "Europe/Pari" is not a zone of the IANA time zone database`,
  ],
  [
    'a zone of a datetime',
    columnOf('{ type: datetime, zone: UTC }'),
    `9:28 ${c}.zone "zone" is for timestamp alone, and this is datetime`,
  ],
  [
    'ambiguous of a date',
    columnOf('{ type: date, ambiguous: later }'),
    `9:24 ${c}.ambiguous "ambiguous" is for timestamp alone, and this is date`,
  ],
  [
    'ambiguous as a guess',
    columnOf('{ type: timestamp, ambiguous: both }'),
    `9:40 ${c}.ambiguous "ambiguous" must be "earlier" or "later", not both`,
  ],
  [
    'a format of a text',
    columnOf('{ type: text, format: "%Y" }'),
    `9:24 ${c}.format "format" is for date and timestamp and datetime alone, and this is text`,
  ],
  [
    'a pattern without a day',
    columnOf('{ type: date, format: "%Y-%m" }'),
    `9:32 ${c}.format The format "%Y-%m" does not hold: the day is missing`,
  ],
  [
    'an epoch for a date',
    columnOf('{ type: date, format: epoch_s }'),
    `9:32 ${c}.format The format "epoch_s" does not hold: the year is missing`,
  ],
  [
    'an encoding of a uuid',
    columnOf('{ type: uuid, encoding: hex }'),
    `9:24 ${c}.encoding "encoding" is for bytes alone, and this is uuid`,
  ],
  [
    'values_else that is not keep',
    columnOf('{ type: text, values_else: drop }'),
    `9:37 ${c}.values_else "values_else" must be "keep", not drop`,
  ],
]);

cases('a table that contradicts itself is refused', [
  [
    'two tables of one name',
    `${planOf('columns: { id: { type: text } }')}\n  - name: t\n    columns: { id: { type: text } }`,
    '8:11 tables[1].name Two tables are called "t"',
  ],
  ['an unknown key column', planOf(`key: [id, idd]\n${id}`), '7:15 tables[0].key[1] There is no column "idd"'],
  [
    'a key column named twice',
    planOf(`key: [id, n, id]\n${id}`),
    '7:18 tables[0].key[2] The key column "id" is named twice',
  ],
  ['an unknown shard', planOf(`shard: region\n${id}`), '7:12 tables[0].shard There is no column "region"'],
  [
    'files that are absolute',
    planOf(`source: { files: /etc/passwd }\n${id}`),
    '7:22 tables[0].source.files "files" is absolute',
  ],
  ['files on a drive', planOf(`source: { files: "c:/x" }\n${id}`), '7:22 tables[0].source.files "files" is absolute'],
  [
    'files that climb',
    planOf(`source: { files: a/../../b }\n${id}`),
    '7:22 tables[0].source.files "files" climbs out of its folder',
  ],
  [
    'files with a backslash',
    planOf(`source: { files: 'a\\..\\b' }\n${id}`),
    '7:22 tables[0].source.files "files" holds a backslash',
  ],
  [
    'a path with a NUL',
    planOf(id).replace(/source: \{ path: [^}]*\}/, 'source: { path: "a\\0b" }'),
    '3:17 source.path "path" holds a NUL',
  ],
  ['files with a NUL', planOf(`source: { files: "a\\0b" }\n${id}`), '7:22 tables[0].source.files "files" holds a NUL'],
  ['files of nothing', planOf(`source: { files: "" }\n${id}`), '7:22 tables[0].source.files "files" is empty'],
  [
    'a delimiter of two characters',
    planOf(`source: { csv: { delimiter: "||" } }\n${id}`),
    '7:33 tables[0].source.csv.delimiter "delimiter" is one character, not "||"',
  ],
  [
    'a quote of none',
    planOf(`source: { csv: { quote: "" } }\n${id}`),
    '7:29 tables[0].source.csv.quote "quote" is one character, not ""',
  ],
  [
    'a delimiter that is a line end',
    planOf(`source: { csv: { delimiter: "\\n" } }\n${id}`),
    '7:33 tables[0].source.csv.delimiter "delimiter" is a line end',
  ],
  [
    'a quote that is the delimiter',
    planOf(`source: { csv: { quote: "," } }\n${id}`),
    '7:29 tables[0].source.csv.quote The delimiter and the quote are both ","',
  ],
  [
    'a delimiter that is the escape',
    planOf(`source: { csv: { delimiter: ";", escape: ";" } }\n${id}`),
    '7:33 tables[0].source.csv.delimiter The delimiter and the escape are both ";"',
  ],
  [
    'a header that is a text',
    planOf(`source: { csv: { header: "no" } }\n${id}`),
    '7:30 tables[0].source.csv.header "header" must be true or false, not a text',
  ],
  ['a where of no side', planOf(`where: { reason: because }\n${id}`), '7:12 tables[0].where "where" has no condition'],
  [
    'a where outside its grammar',
    planOf(`where: { source: "id = 'a' AND lower(id) = 'b'" }\n${id}`),
    '7:41 tables[0].where.source Here a comparison, IN, BETWEEN, LIKE or IS NULL should stand, not (',
  ],
  [
    'a where with escapes in it',
    planOf(`where: { source: "id \\x3d" }\n${id}`),
    '7:22 tables[0].where.source Here a column or a literal should stand, and the condition ends',
  ],
  [
    'a where on lines of its own',
    planOf(`where:\n  target: >-\n    id =\n  reason: x\n${id}`),
    '8:15 tables[0].where.target Here a column or a literal should stand, and the condition ends',
  ],
  [
    'a column both mapped and ignored',
    planOf(`ignore: [{ side: source, column: id, reason: x }]\n${id}`),
    '7:38 tables[0].ignore[0].column The source\'s "id" is both mapped and ignored',
  ],
  [
    'an ignored column without a reason',
    planOf(`ignore: [{ side: source, column: x }]\n${id}`),
    '7:14 tables[0].ignore[0].reason "reason" is missing',
  ],
  [
    'a side that is none',
    planOf(`ignore: [{ side: left, column: x, reason: y }]\n${id}`),
    '7:22 tables[0].ignore[0].side "side" must be "source" or "target", not left',
  ],
]);

cases('totals and checks that cannot be made are refused', [
  [
    'a total of an unknown column',
    planOf(`totals: [{ name: x, sum: q, by: [id, r] }]\n${id}`),
    '7:30 tables[0].totals[0].sum There is no column "q"',
    '7:42 tables[0].totals[0].by[1] There is no column "r"',
  ],
  [
    'a total of a text',
    planOf(`totals: [{ name: x, sum: id }]\n${id}`),
    '7:30 tables[0].totals[0].sum "id" is text and has no sum',
  ],
  [
    'a sum that equals a number',
    planOf(`checks: [{ name: x, sum: d, equals: 0 }]\n${id}`),
    '7:41 tables[0].checks[0].equals "equals" must be a text, not 0',
  ],
  [
    'a sum that equals a word',
    planOf(`checks: [{ name: x, sum: d, equals: nought }]\n${id}`),
    '7:41 tables[0].checks[0].equals "nought" is not a decimal',
  ],
  [
    'a sum that equals nothing',
    planOf(`checks: [{ name: x, sum: d }]\n${id}`),
    '7:14 tables[0].checks[0].equals "equals" is missing',
  ],
  [
    'a check of no kind',
    planOf(`checks: [{ name: x, unqiue: [id] }]\n${id}`),
    '7:14 tables[0].checks[0] A check has exactly one of sum, sequence, chain, refers and unique',
  ],
  [
    'a check of two kinds',
    planOf(`checks: [{ name: x, unique: [id], sum: d }]\n${id}`),
    '7:14 tables[0].checks[0] A check has exactly one of sum, sequence, chain, refers and unique',
  ],
  [
    'a check that is a text',
    planOf(`checks: [x]\n${id}`),
    '7:14 tables[0].checks[0] "checks"[0] must be a mapping, not a text',
  ],
  [
    'an unknown member of a check',
    planOf(`checks: [{ name: x, unique: [id], step: 1 }]\n${id}`),
    '7:39 tables[0].checks[0].step Unknown name "step"',
  ],
  [
    'a sequence of a decimal',
    planOf(`checks: [{ name: x, sequence: d }]\n${id}`),
    '7:35 tables[0].checks[0].sequence "d" is decimal',
  ],
  [
    'a sequence that stands still',
    planOf(`checks: [{ name: x, sequence: n, step: 0 }]\n${id}`),
    '7:44 tables[0].checks[0].step A sequence has no step of 0',
  ],
  [
    'a chain of unknown columns',
    planOf(`checks: [{ name: x, chain: { hash: id, previous: p, order: n } }]\n${id}`),
    '7:54 tables[0].checks[0].chain.previous There is no column "p"',
  ],
  [
    'a chain of two types',
    planOf(`checks: [{ name: x, chain: { hash: id, previous: d, order: n } }]\n${id}`),
    '7:54 tables[0].checks[0].chain.previous "d" is decimal(2), and the hash it repeats is text',
  ],
  [
    'a reference to no table',
    planOf(`checks: [{ name: x, refers: { columns: [id], table: u } }]\n${id}`),
    '7:57 tables[0].checks[0].refers.table There is no table "u"',
  ],
  [
    'a reference to a table without a key',
    planOf(`checks: [{ name: x, refers: { columns: [id], table: t } }]\n${id}`),
    '7:57 tables[0].checks[0].refers.table The table "t" has no key to refer to',
  ],
  [
    'a reference of another length than the key',
    planOf(`checks: [{ name: x, refers: { columns: [id, n], table: t } }]\nkey: [id]\n${id}`),
    '7:44 tables[0].checks[0].refers.columns The key of "t" has 1 columns, and 2 refer to it',
  ],
  [
    'a reference of another type than the key',
    planOf(`checks: [{ name: x, refers: { columns: [n], table: t } }]\nkey: [id]\n${id}`),
    '7:45 tables[0].checks[0].refers.columns[0] "n" is int, and "id" of "t" is text',
  ],
  [
    'an empty unique',
    planOf(`checks: [{ name: x, unique: [] }]\n${id}`),
    '7:33 tables[0].checks[0].unique "unique" is empty',
  ],
  [
    'a column twice in unique',
    planOf(`checks: [{ name: x, unique: [id, id] }]\n${id}`),
    '7:38 tables[0].checks[0].unique[1] The column "id" is named twice',
  ],
]);

describe('a refusal', () => {
  const remedies = (text: string) => {
    const judged = judgePlan(utf8(text));
    return 'problems' in judged ? judged.problems.map(({ remedy }) => remedy) : [];
  };
  it('names the nearest known word', () => {
    expect(remedies(columnOf('{ type: int, toleranse: "1" }'))).toEqual(['Did you mean "tolerance"?']);
    expect(remedies(columnOf('{ type: timestamp, zone: Europe/Pari }'))).toEqual(['Did you mean "Europe/Paris"?']);
    expect(remedies(columnOf('{ type: strng, source: { valeus: {} } }'))).toContain('Did you mean "values"?');
    expect(remedies(planOf(`checks: [{ name: x, unqiue: [id] }]\n${id}`))).toEqual(['Did you mean "unique"?']);
    expect(remedies(planOf(`key: [Id]\n${id}`))).toEqual(['Did you mean "id"?']);
  });
  it('says how to quote what YAML took for a number', () => {
    expect(remedies(columnOf('{ type: text, null: [007] }'))).toEqual(['Write it in quotes: "007"']);
  });
  it('leaves nothing out: what is wrong in one part hides nothing in another', () => {
    const text = planOf(
      'key: [x]\ndepth: 99\ncolumns:\n  a: { type: int, tolerance: "-1" }\n  b: { type: txt }\ntotals: [{ name: t, sum: y }]\nchecks: 3',
    );
    expect(problemsOf(text).map((line) => line.split(' ')[1])).toEqual([
      'tables[0].key[0]',
      'tables[0].depth',
      'tables[0].columns.a.tolerance',
      'tables[0].columns.b.type',
      'tables[0].totals[0].sum',
      'tables[0].checks',
    ]);
  });
});
