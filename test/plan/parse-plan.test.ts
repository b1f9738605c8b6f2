import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TallyError } from '../../contract/problem.ts';
import { defaultReading } from '../../engine/canonical/types.ts';
import { parsePlan } from '../../engine/plan/parse-plan.ts';
import { columnOf, example, planFrom, planOf, utf8 } from './plans.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a plan', () => {
  it.each(['identical', 'different', 'keyless', 'edges'])('of the conformance vectors is read: %s', (name) => {
    const bytes = readFileSync(new URL(`../conformance/${name}/plan.json`, import.meta.url));
    const plan = parsePlan(bytes, 'plan.json');
    const written = JSON.parse(bytes.toString()) as { name: string; tables: { name: string; columns: object }[] };
    expect(plan.name).toBe(written.name);
    expect(plan.tables.map((table) => table.columns.length).sort()).toEqual(
      written.tables.map((table) => Object.keys(table.columns).length).sort(),
    );
  });

  it('is read with every part of the example of the format', () => {
    const plan = planFrom(example);
    const accounts = plan.tables[0]!;
    const column = (name: string) => accounts.columns.find((one) => one.name === name)!;
    expect(plan).toMatchObject({ name: 'core-banking-cutover', hash: 'sha256', signers: { preparer: 1, approver: 1 } });
    expect(plan.paths).toEqual({ source: 'exports/source', target: 'exports/target' });
    expect(plan.gates).toEqual({
      source_only: 0n,
      target_only: 0n,
      changed: 0n,
      duplicates: 0n,
      unrepresentable: 0n,
      unmapped: 0n,
      certificates: 0n,
      within_tolerance: { max_ratio: '0.001', max_sum: '10' },
      totals: 'equal',
      checks: 'pass',
    });
    expect(accounts).toMatchObject({
      depth: 17,
      key: ['account_id'],
      shard: 'region',
      whereReason: 'closed accounts stay behind',
    });
    expect(accounts.sides.target).toEqual({
      files: 'accounts.csv',
      csv: { delimiter: ';', quote: '"', escape: '"', header: true },
      where: null,
    });
    expect(accounts.sides.source.where).toMatchObject({ text: "status <> 'X'", columns: ['status'] });
    expect(column('account_id').sides.source.column).toBe('AccountID');
    expect(column('account_id').sides.target).toEqual({ column: 'account_id', reading: defaultReading });
    expect(column('balance')).toMatchObject({ type: { kind: 'decimal', scale: 2 }, tolerance: '0.01' });
    expect(column('balance').sides.source).toEqual({ column: 'minor', reading: { ...defaultReading, scale: -2 } });
    expect(column('opened_at').sides.target.reading).toEqual({
      ...defaultReading,
      format: '%d/%m/%Y %H:%M:%S',
      zone: 'Europe/Paris',
      ambiguous: 'earlier',
    });
    expect(column('status').sides.source.reading.values).toEqual(
      new Map([
        ['A', 'ACTIVE'],
        ['C', 'CLOSED'],
      ]),
    );
    expect(column('status').sides.target.reading.values).toBeNull();
    expect(accounts.ignore).toEqual([{ side: 'target', column: 'loaded_at', reason: 'set by the loader' }]);
    expect(accounts.totals).toEqual([{ name: 'balance per currency', sum: 'balance', by: ['currency'] }]);
    expect(accounts.checks).toEqual([
      { name: 'balanced', kind: 'sum', sum: 'amount', by: ['txn_id'], equals: '0' },
      { name: 'no gap', kind: 'sequence', column: 'height', by: ['chain'], step: '1' },
      { name: 'linked', kind: 'chain', hash: 'hash', previous: 'parent', order: 'height' },
      { name: 'owner exists', kind: 'refers', columns: ['owner'], table: 'customers' },
      { name: 'one a day', kind: 'unique', columns: ['account_id', 'day'] },
    ]);
  });

  it('that says little has every default filled in', () => {
    const plan = planFrom(planOf('columns: { id: { type: text } }'));
    expect(plan).toMatchObject({ hash: 'sha256', signers: { preparer: 1, approver: 1 }, assumptions: [] });
    expect(plan.gates).toMatchObject({ changed: 0n, within_tolerance: null, totals: 'equal', checks: 'pass' });
    expect(plan.tables[0]).toMatchObject({
      depth: null,
      key: [],
      shard: null,
      whereReason: null,
      ignore: [],
      totals: [],
      checks: [],
    });
    expect(plan.tables[0]!.sides.source).toEqual({
      files: null,
      csv: { delimiter: null, quote: '"', escape: '"', header: true },
      where: null,
    });
  });

  it('may say either half of signers and of within_tolerance', () => {
    const plan = planFrom(
      `${planOf('columns: { id: { type: int } }')}\nsigners: { preparer: 0 }\ngates: { changed: 9007199254740991, within_tolerance: { max_sum: "1e2" } }`,
    );
    expect(plan.signers).toEqual({ preparer: 0, approver: 1 });
    expect(plan.gates.within_tolerance).toEqual({ max_ratio: null, max_sum: '100' });
    expect(plan.gates.changed).toBe(9007199254740991n);
  });

  it("holds a column's options for both sides, and a side's own before them", () => {
    const plan = planFrom(
      columnOf(
        '{ type: bool, null: ["-"], rules: [trim], true: [Y], false: [N], source: { "true": ["1"], rules: [] }, target: X }',
      ),
    );
    const { sides } = plan.tables[0]!.columns.find(({ name }) => name === 'c')!;
    expect(sides.source).toMatchObject({
      column: 'c',
      reading: { nullTexts: ['-'], rules: [], trueTexts: ['1'], falseTexts: ['N'] },
    });
    expect(sides.target).toMatchObject({
      column: 'X',
      reading: { nullTexts: ['-'], rules: ['trim'], trueTexts: ['Y'], falseTexts: ['N'] },
    });
  });

  it('has tables and columns in the order of the UTF-8 bytes of their names, and its key as written', () => {
    const columns =
      'columns: { "\u{1f4b6}": { type: text }, "\uff5e": { type: text }, z: { type: text }, Z: { type: text } }';
    const [table] = planFrom(planOf(`key: [z, "\uff5e", Z]\n${columns}`)).tables;
    expect(table!.columns.map(({ name }) => name)).toEqual(['Z', 'z', '\uff5e', '\u{1f4b6}']);
    expect(table!.key).toEqual(['z', '\uff5e', 'Z']);
  });
});

describe("a plan's identity", () => {
  it('is the SHA-256 of its JCS form', () => {
    const text =
      '{"tables":[{"name":"t","columns":{"id":{"type":"text"}}}],"tallystick":1,"name":"n","source":{"path":"a"},"target":{"path":"b"}}';
    const jcs =
      '{"name":"n","source":{"path":"a"},"tables":[{"columns":{"id":{"type":"text"}},"name":"t"}],"tallystick":1,"target":{"path":"b"}}';
    expect(planFrom(text).identity).toBe(sha256(jcs));
  });

  it('is the same for YAML and JSON, however they are laid out', () => {
    const yaml = planOf('depth: 0x11\ncolumns:\n  "é\\n": { type: int, scale: -2 } # remark');
    const json = JSON.stringify(
      {
        target: { path: 'b' },
        source: { path: 'a' },
        tables: [{ depth: 17, name: 't', columns: { 'é\n': { scale: -2, type: 'int' } } }],
        name: 'n',
        tallystick: 1,
      },
      null,
      '\t',
    );
    expect(planFrom(json).identity).toBe(planFrom(yaml).identity);
    expect(planFrom(`\ufeff${json.replaceAll('\n', '\r\n')}`).identity).toBe(planFrom(yaml).identity);
  });

  it('takes in a column called __proto__', () => {
    const text = planOf('columns: { __proto__: { type: int }, a: { type: text } }');
    const jcs =
      '{"name":"n","source":{"path":"a"},"tables":[{"columns":{"__proto__":{"type":"int"},"a":{"type":"text"}},"name":"t"}],"tallystick":1,"target":{"path":"b"}}';
    const plan = planFrom(text);
    expect(plan.identity).toBe(sha256(jcs));
    expect(plan.tables[0]!.columns.map(({ name }) => name)).toEqual(['__proto__', 'a']);
  });
});

describe('a plan that is wrong', () => {
  it('is refused with the first problem in full, its place, and the others after the remedy', () => {
    const text = columnOf('{ type: int, toleranse: "1" }').replace('name: n', 'name: 7');
    const error = (() => {
      try {
        return parsePlan(utf8(text), 'plan.yaml');
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(TallyError);
    expect((error as TallyError).problem).toEqual({
      code: 'plan_invalid',
      what: '"name" must be a text, not 7, at name',
      where: 'plan.yaml, line 2, column 7',
      remedy:
        'Write it in quotes: "7"\nand 1 more:\nline 9, column 23: Unknown name "toleranse", at tables[0].columns.c.toleranse',
    });
  });
});
