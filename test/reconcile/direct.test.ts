import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { slowTree } from '../oracle/slow-tree.ts';
import { openPlan } from '../../cli/open-plan.ts';
import type { HashPool } from '../../engine/reconcile/run/hash-pool.ts';
import { defaultLimits } from '../../engine/reconcile/run/limits.ts';
import { reconcile } from '../../engine/reconcile/reconcile.ts';
import { startHashPool } from '../../workers/supervise.ts';
import { csv as csvOf, Ledgers } from './ledger.ts';
import { planColumns, recordSql, textsSql, typedKey, typedLedger } from './typed-ledger.ts';

const ledgers = new Ledgers();
let duck: Awaited<ReturnType<typeof typedLedger>>;
beforeAll(async () => {
  duck = await typedLedger(3000);
  // A line end inside quotes is for our own reader alone: such a file is staged.
  await duck.run(`UPDATE ledger SET name = replace(name, chr(10), ' ')`);
});
afterAll(() => duck.close());

const names = Object.keys(planColumns);
const columns = planColumns;
const table = { name: 't', key: typedKey, columns, depth: 3 };

interface Read {
  readonly read: readonly { readonly side: string; readonly how: string; readonly why?: string }[];
}
const readBy = (folder: string): Read['read'] =>
  (JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Read).read;

/** Both sides as DuckDB writes them, and the run over them. */
async function run(plan: object, source: string, target: string, change = 'ledger') {
  const path = ledgers.write({ tables: [plan] }, {});
  await duck.run(`COPY (SELECT ${names.join(', ')} FROM ledger) TO '${join(dirname(path), 'source/t')}.${source}`);
  const texts = target.startsWith('csv') ? `SELECT ${names.join(', ')} FROM (SELECT ${textsSql} FROM ${change})` : '';
  const rows = texts === '' ? `SELECT ${names.join(', ')} FROM ${change}` : texts;
  await duck.run(`COPY (${rows} ORDER BY name DESC) TO '${join(dirname(path), 'target/t')}.${target}`);
  return ledgers.reconcile(path);
}

const csv = `csv' (FORMAT csv, NULLSTR '', FORCE_QUOTE (name))`;
const parquet = (how: string) => `parquet' (FORMAT parquet, ${how})`;

describe('An export that is read without a stage', () => {
  it.each([
    ['plain pages against snappy', parquet('COMPRESSION uncompressed'), parquet('COMPRESSION snappy')],
    [
      'gzip against zstd, in small row groups',
      parquet('COMPRESSION gzip'),
      parquet('COMPRESSION zstd, ROW_GROUP_SIZE 2048'),
    ],
    ['without dictionaries', parquet('COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 0'), parquet('COMPRESSION brotli')],
    [
      'deltas, lengths apart, split bytes and runs, as version 2 has them',
      parquet('PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 0'),
      parquet('PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 0, COMPRESSION zstd, ROW_GROUP_SIZE 2048'),
    ],
    ['Parquet against CSV', parquet('COMPRESSION zstd'), csv],
  ])('gives the roots of DuckDB’s own sha256 of records: %s', async (_, source, target) => {
    const { report, folder } = await run(table, source, target);
    expect(readBy(folder).map(({ side, how, why }) => [side, how, why])).toEqual([
      ['source', 'directly', undefined],
      ['target', 'directly', undefined],
    ]);
    const entries = await duck.texts(
      `SELECT sha256(${recordSql(typedKey)}) || sha256(${recordSql(names)}) FROM ledger`,
    );
    const { root } = slowTree(entries, 3);
    expect(report.tables[0]!.roots).toEqual({ source: root, target: root });
    expect(report.verdict).toBe('RECONCILED');
  });

  it('shows every altered value, a row lost and a row added, each side by its own reader', async () => {
    const change = `(SELECT * REPLACE (CASE WHEN i = 11 THEN amount + 0.01 ELSE amount END AS amount,
      CASE WHEN i = 12 THEN rate + 1 ELSE rate END AS rate, CASE WHEN i = 13 THEN 'other' ELSE name END AS name,
      CASE WHEN i = 14 THEN civil + INTERVAL 1 MILLISECOND ELSE civil END AS civil) FROM ledger WHERE i <> 15
      UNION ALL SELECT * REPLACE ('new' AS k1) FROM ledger WHERE i = 16)`;
    const { report, folder, differences } = await run(table, parquet('COMPRESSION zstd'), csv, change);
    expect(readBy(folder).map(({ how }) => how)).toEqual(['directly', 'directly']);
    expect(report.verdict).toBe('NOT_RECONCILED');
    expect(report.tables[0]!.source).toMatchObject({ changed: '4', only: '1' });
    expect(report.tables[0]!.target).toMatchObject({ changed: '4', only: '1' });
    expect(differences.flatMap(({ columns: changed }) => changed ?? []).toSorted()).toEqual([
      'amount',
      'civil',
      'name',
      'rate',
    ]);
  });

  it('is one of those that both readers read alike: all others are staged, and run.json says why', async () => {
    const hex = { ...columns, k2: { type: 'int', target: { base: 16 } } };
    const { folder } = await run({ ...table, columns: hex, key: ['k1'] }, parquet('COMPRESSION zstd'), csv);
    expect(readBy(folder).map(({ how, why }) => [how, why])).toEqual(
      ['source', 'target'].map(() => ['staged', 'column "k2" is read in a way that SQL has no equal of']),
    );
  });

  it('is staged where a value has no form, since SQL has no word for it', async () => {
    const whole = { ...columns, k1: { type: 'int' } };
    const { report, folder } = await run({ ...table, columns: whole, key: ['k2'] }, parquet('COMPRESSION zstd'), csv);
    expect(report.tables[0]!.source.unrepresentable).toBe(report.tables[0]!.source.rows);
    expect(readBy(folder).every(({ how }) => how === 'staged')).toBe(true);
  });

  it.each(['zstd', 'snappy', 'uncompressed'])('holds columns of NULLs alone, %s', async (codec) => {
    const empty = { k: { type: 'text' }, a: { type: 'decimal(3)' }, b: { type: 'text' }, c: { type: 'datetime' } };
    const path = ledgers.write({ tables: [{ name: 't', key: ['k'], columns: empty }] }, {});
    const rows = `SELECT 'k' || i AS k, NULL::DECIMAL(9, 2) AS a, NULL::VARCHAR AS b, NULL::TIMESTAMP AS c FROM range(3000) r(i)`;
    for (const [side, order] of [
      ['source', 'ASC'],
      ['target', 'DESC'],
    ] as const)
      // prettier-ignore
      await duck.run(
        `COPY (${rows} ORDER BY i ${order}) TO '${join(dirname(path), side)}/t.parquet' (FORMAT parquet, COMPRESSION ${codec})`,
      );
    const { report, folder } = await ledgers.reconcile(path);
    expect(readBy(folder).map(({ how }) => how)).toEqual(['directly', 'directly']);
    expect([report.verdict, report.tables[0]!.source.matched]).toEqual(['RECONCILED', '3000']);
  });

  it('is staged where a row group would not fit in what a worker may hold', async () => {
    const path = ledgers.write({ tables: [{ name: 't', key: ['k'], columns: { k: { type: 'int' } } }] }, {});
    for (const side of ['source', 'target'])
      // prettier-ignore
      await duck.run(
        `COPY (SELECT i AS k FROM range(200000) r(i)) TO '${join(dirname(path), side)}/t.parquet' (FORMAT parquet, ROW_GROUP_SIZE 204800)`,
      );
    const { report, folder } = await ledgers.reconcile(path, 2, 256 * 2 ** 20);
    expect(readBy(folder)[0]).toMatchObject({
      how: 'staged',
      why: 'a row group of t.parquet may take more memory than a worker has',
    });
    expect(report.verdict).toBe('RECONCILED');
    expect(readBy((await ledgers.reconcile(path)).folder)[0]!.how).toBe('directly');
  });

  it('is not read further once a part of it must be staged', async () => {
    const pool = startHashPool(1);
    onTestFinished(() => pool.close());
    const parts: boolean[] = [];
    const watched: HashPool = {
      size: 1,
      layFile: pool.layFile,
      close: () => pool.close(),
      run: (name, request, onProgress) => {
        const running = pool.run(name, request, onProgress);
        if (name === 'part') void running.then((result) => parts.push(!('why' in (result as object))));
        return running;
      },
    };
    const files = Array.from({ length: 20 }, (_, i) => [
      `${i}.csv`,
      csvOf([
        ['k', 'l'],
        [i === 0 ? 'none' : String(i), 'x'],
      ]),
    ]);
    const sides = ['source', 'target'].flatMap((side) => files.map(([name, text]) => [`${side}/${name!}`, text!]));
    const tables = [{ name: 't', key: ['k', 'l'], columns: { k: { type: 'int' }, l: { type: 'text' } } }];
    const { report } = await reconcile({
      ...openPlan(ledgers.write({ tables }, Object.fromEntries(sides) as Record<string, string>)),
      ...{ out: join(ledgers.fresh(), 'package'), at: '2026-01-31T02:10:00Z', keepStage: false, pool: watched },
      limits: defaultLimits({ threads: 1, temp: ledgers.fresh(), memory: 2 ** 30 }),
      onProgress: () => undefined,
      signal: undefined,
    });
    expect(report.tables[0]!.source).toMatchObject({ rows: '20', unrepresentable: '1', matched: '19' });
    expect([parts.length, parts.filter((read) => read).length < 4]).toEqual([40, true]);
  });

  it('may hold codes, texts for NULL, and integers longer than any that DuckDB has', async () => {
    const read = {
      k: { type: 'text', source: { rules: ['trim'] } },
      code: { type: 'text', source: { values: { 978: 'EUR', 840: 'USD', '-1': 'none' } } },
      amount: { type: 'decimal(2)', source: { scale: -2, null: ['-999'] } },
      units: { type: 'int' },
      day: { type: 'date', target: { format: '%d/%m/%Y', null: ['n/a'] } },
    };
    const asked = { totals: [{ name: 'units', sum: 'units', by: ['code'] }], checks: [{ name: 'k', unique: ['k'] }] };
    const path = ledgers.write({ tables: [{ name: 't', key: ['k'], columns: read, ...asked }] }, {});
    const rows = `SELECT 'K' || i AS k, i, CASE i % 4 WHEN 0 THEN 978 WHEN 1 THEN 840 WHEN 2 THEN -1 END AS code,
      repeat('9', CAST(i % 70 + 1 AS BIGINT)) AS units, DATE '1999-12-31' + CAST(i AS INTEGER) AS day FROM range(3000) r(i)`;
    // prettier-ignore
    await duck.run(
      `COPY (SELECT k || ' ' AS k, code::SMALLINT AS code, CASE WHEN i % 9 = 0 THEN -999 ELSE i END::BIGINT AS amount, units,
        CASE WHEN i % 5 > 0 THEN day END AS day FROM (${rows})) TO '${join(dirname(path), 'source/t.parquet')}' (FORMAT parquet)`,
    );
    // prettier-ignore
    await duck.run(
      `COPY (SELECT k, CASE code WHEN 978 THEN 'EUR' WHEN 840 THEN 'USD' WHEN -1 THEN 'none' END AS code, units,
        CASE WHEN i % 9 > 0 THEN printf('%d.%02d', i // 100, i % 100) END AS amount,
        CASE WHEN i % 5 > 0 THEN strftime(day, '%d/%m/%Y') ELSE 'n/a' END AS day FROM (${rows}) ORDER BY i DESC)
        TO '${join(dirname(path), 'target/t.csv')}' (FORMAT csv)`,
    );
    const { report, folder } = await ledgers.reconcile(path);
    expect(readBy(folder).map(({ how, why }) => [how, why])).toEqual(Array(2).fill(['directly', undefined]));
    const { source, totals } = report.tables[0]!;
    expect([report.verdict, source.matched, source.matchedUnderRule]).toEqual(['RECONCILED', '3000', '3000']);
    const nines = (picks: (i: number) => boolean) =>
      Array.from({ length: 3000 }, (_, i) => (picks(i) ? BigInt('9'.repeat((i % 70) + 1)) : 0n)).reduce(
        (a, b) => a + b,
      );
    expect(totals.map(({ by, source: sum }) => [by[0], sum])).toEqual([
      [null, String(nines((i) => i % 4 === 3))],
      ['EUR', String(nines((i) => i % 4 === 0))],
      ['USD', String(nines((i) => i % 4 === 1))],
      ['none', String(nines((i) => i % 4 === 2))],
    ]);
  });

  it('has its offsets from UTC read by both', async () => {
    const path = ledgers.write(
      { tables: [{ name: 't', key: ['k'], columns: { k: { type: 'int' }, at: { type: 'timestamp' } } }] },
      {},
    );
    const at = (hours: number, offset: string) =>
      `strftime(TIMESTAMP '2024-03-01' + INTERVAL (i * 7919) SECOND + INTERVAL (${hours}) HOUR, '%Y-%m-%d %H:%M:%S') || '${offset}'`;
    for (const [side, text] of [
      ['source', at(2, '+02:00')],
      ['target', at(-5, '-0500')],
    ] as const)
      // prettier-ignore
      await duck.run(
        `COPY (SELECT i AS k, ${text} AS at FROM range(2000) r(i)) TO '${join(dirname(path), side)}/t.csv' (FORMAT csv)`,
      );
    const { report, folder } = await ledgers.reconcile(path);
    expect(readBy(folder).map(({ how }) => how)).toEqual(['directly', 'directly']);
    expect(report.verdict).toBe('RECONCILED');
  });
});
