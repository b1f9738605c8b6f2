import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sides } from '../../contract/side.ts';
import { gateKind, gateLimit, gateScreen, gateValue, gateWord } from '../../renderer/text/gates.ts';
import { listingOf, tableWith } from '../../renderer/views/findings/address.ts';
import { bothSides } from '../../renderer/views/findings/both-sides.ts';
import { changedColumns, shareOf } from '../../renderer/views/findings/changed-columns.ts';
import { bar, remains } from '../../renderer/views/findings/equation.ts';
import { filterOf, narrowings, noFilter, paramsOf, without } from '../../renderer/views/findings/filter.ts';
import { drawnCells } from '../../renderer/views/findings/grid-cells.ts';
import { cellOf, gridColumns } from '../../renderer/views/findings/grid-columns.ts';
import { kindCount, kinds, lineCount } from '../../renderer/views/findings/kinds.ts';
import { pathSteps } from '../../renderer/views/findings/path-steps.ts';
import { isEqual, totalGroups } from '../../renderer/views/findings/total-groups.ts';
import { accounts, changed, formless, report, sourceOnly } from './report-values.ts';
import { termsOf } from '../report-terms.ts';

describe('The equation on screen', () => {
  it('closes at nothing where every row is accounted for, and says what is left where not', () => {
    expect(sides.map((side) => remains(accounts[side]))).toEqual([0n, 0n]);
    expect(remains(termsOf({ rows: '10', matched: '7' }))).toBe(3n);
    expect(remains(termsOf({ rows: '7', matched: '10' }))).toBe(-3n);
  });

  it('has a bar whose parts make a whole, and in which one row of many can be seen', () => {
    const million = termsOf({ rows: '1000000', matched: '999999', changed: '1' });
    const parts = bar(million);
    expect(parts.map(({ tone }) => tone)).toEqual(['proven', 'differs']);
    expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(parts[1]!.share).toBeGreaterThan(0.005);
    expect(bar(termsOf({}))).toEqual([]);
  });
});

describe('Kinds of difference', () => {
  it('count the lines of the listing', () => {
    expect(kinds.map((kind) => kindCount(accounts, kind))).toEqual([1n, 1n, 1n, 0n, 0n, 0n]);
    expect(lineCount(accounts)).toBe(3n);
  });
});

describe('A count of a report', () => {
  const quiet = {
    ...accounts,
    name: 'quiet',
    source: termsOf({ rows: '3', matched: '3' }),
    target: termsOf({ rows: '3' }),
  };
  const both = { ...report, tables: [quiet, accounts] };

  it('leads to the listing of its run, in a table that has what it counts', () => {
    expect(tableWith(both.tables, 'changed')).toBe('accounts');
    expect(listingOf(both, 'run-1', 'changed')).toBe('#findings?run=run-1&table=accounts&kind=changed');
    expect(listingOf(both, 'run-1', 'duplicate')).toBe('#findings?run=run-1&kind=duplicate');
  });

  it('leads to where it stands, where it counts no differences', () => {
    expect(['unmapped', 'checks', 'certificates', 'totals', 'constructor'].map(gateScreen)).toEqual([
      'signoff',
      'signoff',
      'snapshots',
      null,
      null,
    ]);
  });
});

describe('A cell of the grid', () => {
  it('that may be cut has its whole value at the pointer', () => {
    const [memo] = gridColumns(accounts, []).filter(({ name, side }) => name === 'memo' && side === 'source');
    const of = (text: string) => {
      const cells = changed.source!.cells.map((cell, i) => (i === memo!.cell ? text : cell));
      return drawnCells({ ...changed, source: { ...changed.source!, cells } }, [memo!])[0]!.title;
    };
    expect(of('x')).toBeUndefined();
    for (const long of ['x'.repeat(memo!.width + 1), '王'.repeat(memo!.width - 1)]) expect(of(long)).toBe(long);
  });
});

describe('A filter', () => {
  it('is in the address, whole', () => {
    const filter = fc.record({
      table: fc.constant('accounts'),
      kind: fc.option(fc.constantFrom(...kinds)),
      column: fc.option(fc.string({ unit: 'binary' })),
      shard: fc.option(fc.record({ value: fc.option(fc.string({ unit: 'grapheme' })) })),
      total: fc.option(
        fc.record({
          name: fc.string({ unit: 'grapheme' }),
          by: fc.array(fc.option(fc.string({ unit: 'grapheme' })), { maxLength: 3 }),
        }),
      ),
      buckets: fc.option(fc.record({ first: fc.nat({ max: 2 ** 24 - 1 }), last: fc.nat({ max: 2 ** 24 - 1 }) })),
      text: fc.string({ unit: 'grapheme', maxLength: 40 }),
    });
    fc.assert(
      fc.property(filter, (filter) => {
        expect(filterOf(new Map(Object.entries(paramsOf(filter))), 'accounts')).toEqual(filter);
      }),
    );
  });

  it('takes nothing from an address that it cannot be', () => {
    const params = new Map([
      ['kind', 'constructor'],
      ['buckets', '1-2-3'],
      ['total', '["a",{}]'],
    ]);
    expect(filterOf(params, 'accounts')).toEqual(noFilter('accounts'));
  });

  it('is taken off piece by piece', () => {
    const filter = { ...noFilter('accounts'), column: 'memo', buckets: { first: 4, last: 4 }, text: 'x' };
    expect(narrowings(filter)).toEqual([
      { by: 'column', value: 'memo' },
      { by: 'buckets', value: '4' },
      { by: 'text', value: 'x' },
    ]);
    expect(narrowings(without(without(without(filter, 'column'), 'buckets'), 'text'))).toEqual([]);
  });
});

describe('Columns of the grid', () => {
  const columns = gridColumns(accounts, [changed, sourceOnly]);

  it('are the key, then both sides of what differs anywhere, then the rest once', () => {
    expect(columns.map(({ id }) => id)).toEqual([
      'id',
      'balance source',
      'balance target',
      'memo source',
      'memo target',
      'currency',
    ]);
  });

  it('have both sides where a value has no form', () => {
    const ids = gridColumns(
      { ...accounts, columns: accounts.columns.map((c) => ({ ...c, changed: '0', withinTolerance: '0' })) },
      [formless],
    );
    expect(ids.map(({ id }) => id)).toEqual(['id', 'balance source', 'balance target', 'currency', 'memo']);
  });

  it('mark what differs, tell NULL from the empty text, and say where there is no row', () => {
    const [id, mine, its, memo, memoTarget] = columns;
    expect(cellOf(changed, id!)).toEqual({ kind: 'value', text: 'AC-1', against: undefined });
    expect(cellOf(changed, mine!)).toEqual({ kind: 'value', text: '12400.07', against: '12400.88' });
    expect(cellOf(changed, its!)).toEqual({ kind: 'value', text: '12400.88', against: '12400.07' });
    expect(cellOf(changed, memo!)).toEqual({ kind: 'value', text: '', against: null });
    expect(cellOf(changed, memoTarget!)).toEqual({ kind: 'value', text: null, against: '' });
    expect(cellOf(sourceOnly, its!)).toEqual({ kind: 'absent' });
    expect(cellOf(formless, its!)).toEqual({ kind: 'formless', text: '12,40' });
    expect(cellOf(formless, mine!)).toEqual({ kind: 'nothing' });
  });
});

describe('What changed', () => {
  it('comes by how much, with a bar that can be seen', () => {
    const columns = changedColumns(accounts);
    expect(columns.map(({ name }) => name)).toEqual(['balance', 'memo']);
    expect(shareOf('1', columns)).toBe(1);
    expect(shareOf('0', columns)).toBe(0);
    expect(shareOf('1', [{ ...columns[0]!, changed: '1000000' }])).toBe(0.04);
  });
});

describe('Totals', () => {
  it('stand together by name, equal where the difference is nothing at any scale', () => {
    expect(totalGroups(accounts.totals)).toMatchObject([{ name: 'balance', rows: [{ by: ['EUR'] }, { by: [null] }] }]);
    expect(accounts.totals.map(isEqual)).toEqual([false, true]);
  });
});

describe('Gates in words', () => {
  const gate = (name: string, value: string, limit: string) => ({ name, value, limit, excepted: '0', pass: true });
  it('say their unit and their limit', () => {
    expect(gateValue(gate('changed', '1', '0'))).toBe('1 row');
    expect(gateValue(gate('unmapped', '2', '0'))).toBe('2 columns');
    expect(gateLimit(gate('changed', '1', '0'))).toBe('at most 0');
    expect(gateLimit(gate('totals', '1', 'equal'))).toBe('all equal');
    expect(gateValue(gate('within_tolerance.max_ratio', '38 of 1000', '0.001'))).toBe('38 of 1000');
    expect(gateKind('duplicates')).toBe('duplicate');
    expect(gateKind('toString')).toBeNull();
    expect(gateWord('toString')).toBe('toString');
  });
});

describe('A difference in the inspector', () => {
  it('has what differs first, and both sides of it', () => {
    const pairs = bothSides(accounts, changed);
    expect(pairs.map(({ name, shared }) => [name, shared])).toEqual([
      ['balance', false],
      ['memo', false],
      ['currency', true],
      ['id', true],
    ]);
    expect(bothSides(accounts, sourceOnly)[0]).toMatchObject({ source: '55.00', target: undefined, shared: false });
    expect(bothSides(accounts, formless)[0]).toMatchObject({ name: 'balance', formless: true, target: '12,40' });
  });

  it('has a path from its row over every sibling to the root, and says what the other side has alike', () => {
    const hex = (digit: string) => digit.repeat(64);
    const one = {
      file: 'a.csv',
      row: '1',
      raw: null,
      rawWhy: '',
      record: '"AC-1"',
      keyDigest: hex('0'),
      rowDigest: hex('1'),
      bucket: { number: '5', entries: '7', leaf: hex('2') },
      path: [hex('3'), hex('4')],
      root: hex('5'),
    };
    const other = {
      ...one,
      rowDigest: hex('6'),
      bucket: { ...one.bucket, leaf: hex('7') },
      path: [hex('3'), hex('8')],
      root: hex('9'),
    };
    expect(pathSteps(one, other, other.root).map(({ name, equal }) => [name, equal])).toEqual([
      ['row', false],
      ['bucket', false],
      ['sibling', true],
      ['sibling', false],
      ['root', false],
    ]);
    expect(pathSteps(one, null, one.root).map(({ equal }) => equal)).toEqual([false, null, null, null, true]);
    expect(pathSteps({ ...one, bucket: null, rowDigest: null, path: [] }, null, one.root)).toEqual([]);
  });
});
