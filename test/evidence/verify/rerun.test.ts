import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '../../../engine/evidence/checks/first-difference.ts';
import { Ledgers, csv } from '../../reconcile/ledger.ts';
import { forgery, verify } from './verify-by-hand.ts';

const ledgers = new Ledgers();
const build = (report: { tool: { version: string } }) => ({ build: report.tool.version });

describe('a package of a real run', () => {
  const plan = (hash: string) => ({
    hash,
    tables: [
      {
        name: 'accounts',
        depth: 3,
        source: { files: '*.csv' },
        key: ['id'],
        shard: 'currency',
        where: { source: "id <> '7'", target: "id <> '7'", reason: 'the suspense account' },
        columns: {
          id: { type: 'int' },
          currency: { type: 'text', rules: ['trim'] },
          amount: { type: 'decimal(2)', tolerance: '0.01' },
          memo: { type: 'text' },
          n: { type: 'int' },
        },
        totals: [
          { name: 'per currency', sum: 'amount', by: ['currency'] },
          { name: 'all', sum: 'amount' },
        ],
        checks: [{ name: 'once', unique: ['id'] }],
      },
      {
        name: 'rows',
        source: { files: '*.csv' },
        columns: { currency: { type: 'text' }, memo: { type: 'text' } },
        ignore: ['source', 'target'].map((side) => ({ side, column: 'id', reason: 'numbered anew' })),
      },
    ],
    gates: { within_tolerance: { max_ratio: '0.5', max_sum: '100' } },
  });
  const header = ['id', 'currency', 'amount', 'memo', 'n'];
  const row = (i: number): (string | null)[] => [
    `${i}`,
    i % 3 === 0 ? 'EUR' : i % 3 === 1 ? 'USD ' : null,
    `${i}.00`,
    `m${i % 5}`,
    i % 97 === 0 ? 'x' : `${i}`,
  ];
  const rows = Array.from({ length: 300 }, (_, i) => row(i));
  const changed = rows.flatMap((cells, i) => {
    const [id, currency, amount, memo, n] = cells as [string, string | null, string, string, string];
    if (i % 37 === 5) return [];
    if (i % 41 === 3) return [cells, [id, 'GBP', amount, memo, n], cells];
    return [[id, currency?.trim() ?? null, i % 13 === 0 ? `${i}.01` : amount, i % 53 === 9 ? '=1+1' : memo, n]];
  });
  const files = {
    'source/a.csv': csv([header, ...rows.slice(0, 100)]),
    'source/b.csv': csv([header, ...rows.slice(100), row(12), row(12)]),
    'target/t.csv': csv([header, ...changed.toReversed(), ['900', 'EUR', null, null, '1']]),
  };

  it.each(['sha256', 'blake3'])('is sound under %s, with every kind of row in it', async (hash) => {
    const { folder, report } = await ledgers.run(plan(hash), files);
    const found = await verify(folder, build(report));
    expect(found.checks.filter(({ result }) => result === 'failed')).toEqual([]);
    const [accounts] = report.tables;
    for (const term of Object.values(accounts!.source)) expect(term).not.toBe('0');
  });

  it('passes the run again on the same exports, and with it all that needs them', async () => {
    const path = ledgers.write(plan('sha256'), files);
    const { folder, report } = await ledgers.reconcile(path);
    const rerun = async () => Buffer.from(await again(path));
    const { checks } = await verify(folder, { ...build(report), rerun });
    const needed = checks.filter(({ name }) => ['rerun', 'exports', 'control totals', 'plan checks'].includes(name));
    expect(needed.map(({ result }) => result)).toEqual(['passed', 'passed', 'passed', 'passed']);
  });

  it('is refused where the run again on other exports says something else, and the files are named', async () => {
    const { folder, report } = await ledgers.run(plan('sha256'), files);
    const other = ledgers.write(plan('sha256'), { ...files, 'source/a.csv': csv([header, ...rows.slice(1, 100)]) });
    const { checks, sound } = await verify(folder, { ...build(report), rerun: () => again(other) });
    expect(sound).toBe(false);
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([
      {
        name: 'rerun',
        result: 'failed',
        why: 'These are not the exports that were reconciled: other bytes in source: a.csv',
      },
    ]);
  });

  async function again(path: string): Promise<Uint8Array> {
    const { folder } = await ledgers.reconcile(path);
    const bytes = readFileSync(join(folder, 'report.json'));
    return bytes;
  }
});

describe('the run again', () => {
  it('is given the plan and the report of the package', async () => {
    const asked: unknown[] = [];
    const { checks } = await verify(forgery().seal(), {
      rerun: ({ plan, report }) => {
        asked.push([plan.name, report.at]);
        return Promise.resolve(Buffer.from('{}'));
      },
    });
    expect(asked).toEqual([['by hand', '2026-01-31T02:10:00Z']]);
    expect(checks.find(({ name }) => name === 'rerun')!.why).toBe(
      'Run again on the exports, report.json differs first at _type',
    );
  });

  it('is not asked for where the plan does not hold', async () => {
    const forged = forgery();
    forged.report.plan.name = 'x';
    const { checks } = await verify(forged.seal(), { rerun: () => Promise.reject(new Error('asked')) });
    expect(checks.find(({ name }) => name === 'rerun')).toMatchObject({
      result: 'not_done',
      why: 'The plan does not hold',
    });
  });
});

describe('the first difference of two documents', () => {
  it.each([
    [{ b: 1, a: [1, 2] }, { a: [1, 2], b: 1 }, null],
    [{ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, 'a.b[0].c'],
    [{ a: [1] }, { a: [1, 2] }, 'a[1]'],
    [{ a: 1 }, {}, 'a'],
    [{ a: [] }, { a: {} }, 'a'],
    [{ a: null }, { a: 'x' }, 'a'],
    [{ b: 1, a: 1 }, { b: 2, a: 2 }, 'a'],
  ])('of %j and %j is at %s', (a, b, path) => {
    expect(firstDifference(a, b)).toBe(path);
    expect(firstDifference(b, a)).toBe(path);
  });
});
