import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgePlan } from '../../engine/plan/parse-plan.ts';
import type { ColumnPlan } from '../../engine/plan/plan.ts';
import { samplePlan } from '../../engine/sample/sample-plan.ts';
import { editColumn, editTable, ignoreColumn, removeColumn, setPath } from '../../engine/workspace/plans/plan-edit.ts';

const plan = `# the head
tallystick: 1
name: x
source: { path: a } # where it lies
target: { path: b }

tables:
  # the only one
  - name: accounts
    source: { files: "*.csv" }
    target: { files: "*.csv" }
    key: [id]
    columns:
      id:      { type: text, source: AccountID }          # the key
      balance: { type: decimal(2), source: { column: minor, scale: -2 }, tolerance: "0.01" }   # money

      status:
        type: text # in blocks
        source:
          column: st # of the old system
          values: { A: ACTIVE }
        # last of it
      memo:    { type: text }   # free
    totals: [ { name: sum, sum: balance } ]
`;

const planOf = (text: string) => {
  const judged = judgePlan(Buffer.from(text));
  if ('problems' in judged) throw new Error(JSON.stringify(judged.problems));
  return judged.plan;
};
const columnOf = (text: string, name: string): ColumnPlan =>
  planOf(text).tables[0]!.columns.find((column) => column.name === name)!;
/** The lines of a text that the other does not have. */
const changed = (text: string): string[] => {
  const before = plan.split('\n');
  return text.split('\n').filter((line) => !before.includes(line));
};
const edit = (column: string, side: 'source' | 'target' | null, option: string, value: string | null, text = plan) =>
  editColumn(text, { table: 'accounts', column, side, option, value });

describe('an option of a column', () => {
  it('is changed where it stands, and the rest of the line stays as it is written', () => {
    expect(changed(edit('balance', null, 'tolerance', '"0.02"'))).toEqual([
      '      balance: { type: decimal(2), source: { column: minor, scale: -2 }, tolerance: "0.02" }   # money',
    ]);
    expect(changed(edit('id', null, 'type', 'uuid'))).toEqual([
      '      id:      { type: uuid, source: AccountID }          # the key',
    ]);
  });

  it('is added at the end of its mapping', () => {
    expect(changed(edit('memo', null, 'rules', '[trim, nfc]'))).toEqual([
      '      memo:    { type: text, rules: [trim, nfc] }   # free',
    ]);
    expect(changed(edit('balance', 'source', 'group_separator', '","'))).toEqual([
      '      balance: { type: decimal(2), source: { column: minor, scale: -2, group_separator: "," }, tolerance: "0.01" }   # money',
    ]);
  });

  it('is taken away, at the front, in the middle, at the end, and as the last of all', () => {
    expect(changed(edit('balance', null, 'tolerance', null))).toEqual([
      '      balance: { type: decimal(2), source: { column: minor, scale: -2 } }   # money',
    ]);
    expect(changed(edit('balance', 'source', 'scale', null))).toEqual([
      '      balance: { type: decimal(2), source: { column: minor }, tolerance: "0.01" }   # money',
    ]);
    const bare = edit('balance', 'source', 'column', null, edit('balance', 'source', 'scale', null));
    expect(changed(bare)).toEqual(['      balance: { type: decimal(2), source: {}, tolerance: "0.01" }   # money']);
    expect(edit('memo', null, 'rules', null)).toBe(plan);
    expect(edit('memo', 'target', 'zone', null)).toBe(plan);
  });

  it('of a side that has a name alone, or nothing, gets a mapping', () => {
    expect(changed(edit('id', 'source', 'null', '["-"]'))).toEqual([
      '      id:      { type: text, source: { column: AccountID, null: ["-"] } }          # the key',
    ]);
    expect(changed(edit('memo', 'target', 'rules', '[trim]'))).toEqual([
      '      memo:    { type: text, target: { rules: [trim] } }   # free',
    ]);
    expect(changed(edit('id', 'source', 'column', 'Konto'))).toEqual([
      '      id:      { type: text, source: Konto }          # the key',
    ]);
  });

  it('in blocks is changed, added and taken away line by line, with every comment kept', () => {
    expect(changed(edit('status', null, 'type', 'bool'))).toEqual(['        type: bool # in blocks']);
    expect(changed(edit('status', 'source', 'column', 'state'))).toEqual([
      '          column: state # of the old system',
    ]);
    const added = edit('status', 'source', 'values_else', 'keep');
    expect(changed(added)).toEqual(['          values_else: keep']);
    expect(columnOf(added, 'status').sides.source.reading.valuesElseKeep).toBe(true);
    const without = edit('status', 'source', 'values', null);
    expect(plan.split('\n').filter((line) => !without.split('\n').includes(line))).toEqual([
      '          values: { A: ACTIVE }',
    ]);
    expect(columnOf(without, 'status').sides.source.reading.values).toBeNull();
  });

  it('of a column that the plan lacks makes the column', () => {
    const added = edit('opened at', 'source', 'column', '"O: 1"', edit('opened at', null, 'type', 'date'));
    expect(changed(added)).toEqual(['      opened at: { type: date, source: "O: 1" }']);
    expect(columnOf(added, 'opened at').sides.source.column).toBe('O: 1');
    expect(columnOf(added, 'memo')).toEqual(columnOf(plan, 'memo'));
  });

  it('is one value whatever its text says: nothing gets out of its place', () => {
    for (const value of [
      'x, type: int',
      '"a" } # ',
      'a: b',
      '[1',
      '{',
      '- a\n- b',
      '&a b',
      '*a',
      '!!str x',
      'a\n---\nb',
    ]) {
      let text: string;
      try {
        text = edit('memo', null, 'format', value);
      } catch {
        continue; // refused: no value
      }
      const before = planOf(plan);
      const judged = judgePlan(Buffer.from(text));
      if ('plan' in judged)
        expect(judged.plan.tables[0]!.columns.map(({ name }) => name)).toEqual(
          before.tables[0]!.columns.map(({ name }) => name),
        );
      else
        expect(judged.problems.every(({ path }) => path.slice(0, 4).join('.') === 'tables.0.columns.memo')).toBe(true);
    }
  });

  it('of the sample’s plan, any of them, changes one column and no comment', () => {
    const comments = (text: string) => text.split('\n').flatMap((line) => /#.*$/.exec(line)?.[0] ?? []);
    const tables = planOf(samplePlan).tables;
    const choice = fc.constantFrom(
      ...tables.flatMap((table) => table.columns.map((column) => ({ table: table.name, column: column.name }))),
    );
    fc.assert(
      fc.property(
        choice,
        fc.constantFrom('source', 'target', null),
        fc.array(fc.string({ unit: 'grapheme' })),
        ({ table, column }, side, nulls) => {
          const options = { table, column, side, option: 'null', value: JSON.stringify(nulls) };
          const text = editColumn(samplePlan, options);
          const after = planOf(text);
          expect(comments(samplePlan).filter((comment) => !text.includes(comment))).toEqual([]);
          for (const [t, before] of tables.entries())
            for (const [c, was] of before.columns.entries()) {
              const is = after.tables[t]!.columns[c]!;
              if (before.name !== table || was.name !== column) expect(is).toEqual(was);
              else {
                const sides = side === null ? (['source', 'target'] as const) : [side];
                for (const one of sides) expect(is.sides[one].reading.nullTexts).toEqual(nulls);
                expect([is.sides.source.column, is.sides.target.column]).toEqual([
                  was.sides.source.column,
                  was.sides.target.column,
                ]);
              }
            }
          expect(planOf(editColumn(text, { ...options, value: null })).tables).toEqual(tables);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a table', () => {
  it('gets another key, and loses its totals', () => {
    expect(changed(editTable(plan, 'accounts', 'key', '[id, memo]'))).toEqual(['    key: [id, memo]']);
    expect(planOf(editTable(plan, 'accounts', 'totals', null)).tables[0]!.totals).toEqual([]);
    expect(changed(editTable(plan, 'accounts', 'shard', 'status'))).toEqual(['    shard: status']);
  });

  it('loses a column, with its lines and nothing else', () => {
    const without = removeColumn(plan, 'accounts', 'status');
    expect(planOf(without).tables[0]!.columns.map(({ name }) => name)).toEqual(['balance', 'id', 'memo']);
    expect(changed(without)).toEqual([]);
    expect(without).toContain('# money');
    expect(without).toContain('# free');
  });

  it('has columns left out with a reason, once each', () => {
    const once = ignoreColumn(plan, 'accounts', 'target', 'loaded "at"', 'set: by the # loader');
    const twice = ignoreColumn(once, 'accounts', 'source', 'x', 'y');
    const again = ignoreColumn(twice, 'accounts', 'source', 'x', 'z');
    expect(planOf(again).tables[0]!.ignore).toEqual([
      { side: 'target', column: 'loaded "at"', reason: 'set: by the # loader' },
      { side: 'source', column: 'x', reason: 'z' },
    ]);
    const block = plan.replace(
      '    totals:',
      '    ignore:\n      - { side: source, column: a, reason: b } # why\n    totals:',
    );
    expect(changed(ignoreColumn(block, 'accounts', 'source', 'c', 'd'))).toContain(
      '      - { side: source, column: c, reason: d }',
    );
    expect(planOf(ignoreColumn(block, 'accounts', 'source', 'c', 'd')).tables[0]!.ignore).toHaveLength(2);
  });

  it('that the plan does not have is refused, and so is a text that is no YAML', () => {
    expect(() => editTable(plan, 'nothing', 'key', '[id]')).toThrow('The plan has no such table');
    expect(() => editTable('tables: [', 'accounts', 'key', '[id]')).toThrow('not YAML');
    expect(() => editTable('tables: 1', 'accounts', 'key', '[id]')).toThrow('The plan has no such table');
  });
});

describe('a side', () => {
  it('gets its path put in place, also in JSON', () => {
    expect(changed(setPath(plan, 'source', '/exports/old'))).toEqual([
      'source: { path: "/exports/old" } # where it lies',
    ]);
    const json = JSON.stringify({ tallystick: 1, name: 'x', source: { path: 'a' }, target: { path: 'b' } }, null, 2);
    const set = setPath(json, 'target', 'other place');
    expect(set).toContain('path: other place');
    expect(set).toContain('"path": "a"');
  });
});
