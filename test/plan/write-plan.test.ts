import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../engine/plan/parse-plan.ts';
import { readDocument } from '../../engine/plan/read-document.ts';
import type { PlanData, PlanMapping, PlanNote } from '../../engine/plan/write-plan.ts';
import { planYaml } from '../../engine/plan/write-plan.ts';
import { utf8 } from './plans.ts';

const document = {
  tallystick: 1,
  name: 'core-banking-cutover',
  source: { path: 'exports/source' },
  target: { path: '../target' },
  tables: [
    {
      name: 'accounts',
      depth: 7,
      target: { files: 'accounts-*.csv', csv: { delimiter: ';', header: false } },
      key: ['account_id'],
      columns: {
        account_id: { type: 'text', source: 'AccountID' },
        balance: { type: 'decimal(2)', source: { column: 'minor', scale: -2 }, tolerance: '0.01' },
        'a,b': { type: 'bool', null: ['', 'NULL'], true: ['Y'], false: ['N'] },
      },
      totals: [{ name: 'all', sum: 'balance' }],
    },
  ],
  gates: { changed: 0 },
  assumptions: ['yes', 'rates: as of 2024'],
} satisfies PlanMapping;

describe('a written plan', () => {
  it('has the style of the format, notes above their lines, and comments for what is unsure', () => {
    const notes: PlanNote[] = [
      { path: ['name'], lines: ['Proposed from two exports'] },
      { path: ['tables', 0], lines: ['1,000 rows on each side'] },
      { path: ['tables', 0, 'columns', 'balance', 'tolerance'], lines: ['minor units: 100 of 100 values agree'] },
      { path: ['tables', 0, 'columns', 'memo'], lines: ['12 of 100 values agree'], unsure: { type: 'text' } },
      {
        path: ['tables', 0, 'checks'],
        lines: ['balances per transaction'],
        unsure: [{ name: 'sums', sum: 'balance', equals: '0' }],
      },
      { path: ['tables', 1], lines: [], unsure: { name: 'rates', columns: { id: { type: 'int' } } } },
    ];
    expect(planYaml(document, notes)).toBe(`tallystick: 1
# Proposed from two exports
name: core-banking-cutover
source: { path: exports/source }
target: { path: "../target" }
tables:
  # 1,000 rows on each side
  - name: accounts
    depth: 7
    target: { files: "accounts-*.csv", csv: { delimiter: ";", header: false } }
    key: [account_id]
    columns:
      account_id: { type: text, source: AccountID }
      # minor units: 100 of 100 values agree
      balance:    { type: decimal(2), source: { column: minor, scale: -2 }, tolerance: "0.01" }
      "a,b":      { type: bool, "null": ["", "NULL"], "true": ["Y"], "false": ["N"] }
      # 12 of 100 values agree
      # memo:       { type: text }
    totals:
      - { name: all, sum: balance }
    # balances per transaction
    # checks:
    #   - { name: sums, sum: balance, equals: "0" }
  # - name: rates
  #   columns:
  #     id: { type: int }
gates: { changed: 0 }
assumptions:
  - "yes"
  - "rates: as of 2024"
`);
  });

  it('is read back as the plan it was written from', () => {
    const plan = parsePlan(utf8(planYaml(document)), 'plan.yaml');
    expect(plan).toEqual(parsePlan(utf8(JSON.stringify(document)), 'plan.json'));
  });

  it('refuses a note that speaks of nothing, and half of a surrogate pair', () => {
    expect(() => planYaml(document, [{ path: ['tables', 3], lines: ['x'] }])).toThrow('Nothing stands at tables[3]');
    expect(() => planYaml({ name: '\ud800' })).toThrow('half of a surrogate pair');
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme-ascii' }),
    fc.string({
      unit: fc.constantFrom(
        ' ',
        '#',
        ':',
        '-',
        '"',
        "'",
        '\n',
        '\r',
        '\t',
        '\0',
        '\u0085',
        '\u2028',
        '\ufeff',
        '{',
        ',',
        '[',
        '\\',
        '<',
        '~',
        '1',
        '.',
        'e',
        'a',
      ),
    }),
    fc.constantFrom(
      'null',
      'True',
      'NO',
      'y',
      '~',
      '',
      '-',
      '?',
      '0x1F',
      '1e3',
      '.inf',
      '.nan',
      '<<',
      '=',
      '2024-01-01',
      '12:30:45',
      '__proto__',
      'constructor',
      'a'.repeat(300),
      '"; DROP TABLE x; --',
      '../../x',
      '%YAML',
      '---',
      '...',
      '&a',
      '*a',
      '!a',
      '@a',
      '`a',
      '| x',
      '> x',
      'a: b',
      'a #b',
      'a ',
      ' a',
    ),
  );
  const mapping = (value: fc.Arbitrary<PlanData>) =>
    fc.array(fc.tuple(text, value), { maxLength: 4 }).map((members) => {
      const made = Object.create(null) as Record<string, PlanData>;
      for (const [name, member] of members) made[name] = member;
      return made;
    });
  const { data } = fc.letrec<{ data: PlanData }>((tie) => ({
    data: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.array(tie('data'), { maxLength: 3 }),
      mapping(tie('data')),
    ),
  }));

  it('is read back as the same document, whatever its names and texts', () => {
    const columns = mapping(mapping(data));
    const table = fc.record(
      { name: text, columns, ignore: fc.array(mapping(data), { maxLength: 2 }), key: data, where: data },
      { requiredKeys: ['name', 'columns'], noNullPrototype: false },
    );
    const whole = fc.record({
      name: text,
      source: mapping(data),
      tables: fc.array(table, { maxLength: 2 }),
      assumptions: fc.array(data, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(whole, fc.array(text, { maxLength: 3 }), (written, lines) => {
        const read = readDocument(utf8(planYaml(written, [{ path: ['name'], lines }])));
        // Names of options that YAML takes for values are the grammar's; elsewhere the writer puts them in quotes.
        expect(read.problems).toEqual([]);
        expect(read.document).toEqual(written);
      }),
      { numRuns: 1000 },
    );
  });

  it('holds no line that a note could have begun', () => {
    fc.assert(
      fc.property(fc.array(text), text, (lines, name) => {
        const notes = [
          { path: ['name'], lines },
          { path: ['hash'], lines, unsure: name },
        ];
        expect(readDocument(utf8(planYaml({ name }, notes))).document).toEqual({ name });
      }),
    );
  });
});
