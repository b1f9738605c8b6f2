import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitsText } from '../../engine/canonical/scaled-integer.ts';
import { judgeGates } from '../../engine/evidence/report/judge-gates.ts';
import type { ReportTable } from '../../engine/evidence/report/report.ts';
import type { Gates } from '../../engine/plan/plan.ts';
import { withinTolerance } from '../../engine/reconcile/differences/tolerance.ts';
import { termsOf } from '../report-terms.ts';
import { csv, Ledgers } from './ledger.ts';

const ledgers = new Ledgers();

/** Units of the last digit: small, around powers of two and ten, and up to 80 digits, of both signs. */
const units = fc
  .oneof(
    fc.bigInt({ min: -300n, max: 300n }),
    fc
      .tuple(fc.integer({ min: 7, max: 265 }), fc.bigInt({ min: -2n, max: 2n }))
      .map(([bits, by]) => (1n << BigInt(bits)) + by),
    fc
      .tuple(fc.integer({ min: 1, max: 79 }), fc.bigInt({ min: -2n, max: 2n }))
      .map(([digits, by]) => 10n ** BigInt(digits) + by),
    fc.bigInt({ min: -(10n ** 80n), max: 10n ** 80n }),
  )
  .chain((value) => fc.constantFrom(value, -value));
const sumOf = (list: readonly bigint[]): bigint => list.reduce((sum, one) => sum + one, 0n);

describe('sums of amounts of any size', () => {
  it('are BigInt’s, in totals and in checks, at every scale', async () => {
    const scales = [0, 1, 2, 18, 76];
    const side = fc.array(fc.tuple(fc.constantFrom('EUR', 'USD', null), units), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(side, side), { minLength: 5, maxLength: 5 }), async (pairs) => {
        // A difference of one unit in the last of many digits must not be lost.
        const known = (i: number, at: 0 | 1, by: bigint) =>
          unitsText(sumOf(pairs[i]![at].map(([, one]) => one)) + by, scales[i]!);
        const tables = scales.map((scale, i) => ({
          name: `scale ${scale}`,
          source: { files: `${i}.csv` },
          target: { files: `${i}.csv` },
          columns: { currency: { type: 'text' }, amount: { type: scale === 0 ? 'int' : `decimal(${scale})` } },
          totals: [
            { name: 'all', sum: 'amount' },
            { name: 'per currency', sum: 'amount', by: ['currency'] },
          ],
          checks: [
            { name: 'exact', sum: 'amount', equals: known(i, 0, 0n) },
            { name: 'off by one', sum: 'amount', equals: known(i, 0, 1n) },
            { name: 'finer', sum: 'amount', equals: `${known(i, 0, 0n)}${scale === 0 ? '.' : ''}01` },
          ],
        }));
        const text = (i: number, at: 0 | 1) =>
          csv([
            ['currency', 'amount'],
            ...pairs[i]![at].map(([currency, one]) => [currency, unitsText(one, scales[i]!)]),
          ]);
        const files = scales.flatMap((_, i) => [
          [`source/${i}.csv`, text(i, 0)] as const,
          [`target/${i}.csv`, text(i, 1)] as const,
        ]);
        const { report } = await ledgers.run({ tables }, Object.fromEntries(files));
        scales.forEach((scale, i) => {
          const { totals, checks } = report.tables.find(({ name }) => name === `scale ${scale}`)!;
          const [a, b] = pairs[i]!;
          const sum = (list: typeof a, currency: string | null) =>
            sumOf(list.filter(([one]) => one === currency).map(([, one]) => one));
          const said = (left: bigint, right: bigint) => ({
            source: unitsText(left, scale),
            target: unitsText(right, scale),
            difference: unitsText(right - left, scale),
          });
          expect(totals[0]).toMatchObject({
            by: [],
            ...said(sumOf(a.map(([, one]) => one)), sumOf(b.map(([, one]) => one))),
          });
          const currencies = [null, 'EUR', 'USD'].filter((one) => [...a, ...b].some(([currency]) => currency === one));
          expect(totals.slice(1).map(({ by }) => by)).toEqual(currencies.map((one) => [one]));
          currencies.forEach((one, at) => expect(totals[at + 1]).toMatchObject(said(sum(a, one), sum(b, one))));
          expect(checks.filter(({ side: on }) => on === 'source').map(({ name, pass }) => [name, pass])).toEqual([
            ['exact', true],
            ['off by one', false],
            ['finer', false],
          ]);
        });
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it('are exact over a hundred thousand rows that cancel out but for one unit', async () => {
    const big = '9'.repeat(76);
    const rows = Array.from({ length: 100_000 }, (_, i) => [`${i % 2 === 0 ? '' : '-'}${big}.99`]);
    const table = {
      name: 't',
      source: { files: 't.csv' },
      target: { files: 't.csv' },
      columns: { amount: { type: 'decimal(2)' } },
      totals: [{ name: 'all', sum: 'amount' }],
    };
    const { report } = await ledgers.run(
      { tables: [table] },
      { 'source/t.csv': csv([['amount'], ...rows]), 'target/t.csv': csv([['amount'], ...rows, ['-0.01']]) },
    );
    expect(report.tables[0]!.totals).toEqual([
      { name: 'all', by: [], source: '0.00', target: '-0.01', difference: '-0.01', keys: '1' },
    ]);
    expect(report.tables[0]).toMatchObject({ proven: true, source: { matched: '100000' }, target: { only: '1' } });
  });
});

describe('a tolerance', () => {
  it('is judged exactly, at any size and scale, on both sides of its edge', () => {
    const scale = fc.integer({ min: 0, max: 76 });
    fc.assert(
      fc.property(units, units, scale, scale, (a, by, s, finer) => {
        const limit = by < 0n ? -by : by;
        const type = { kind: 'decimal' as const, scale: s };
        const tolerance = unitsText(limit * 10n ** BigInt(finer), s + finer);
        const judge = (difference: bigint, one = tolerance) =>
          withinTolerance({ type, tolerance: one }, unitsText(a, s), unitsText(a + difference, s));
        expect(judge(limit)).toBe(limit);
        expect(judge(-limit)).toBe(limit);
        expect(judge(limit + 1n)).toBeNull();
        expect(judge(-limit - 1n)).toBeNull();
        // One unit of the finer scale less is not enough.
        if (limit > 0n) expect(judge(limit, unitsText(limit * 10n ** BigInt(finer) - 1n, s + finer))).toBeNull();
      }),
    );
  });

  it('is none for NULL', () => {
    const column = { type: { kind: 'int' as const }, tolerance: '100' };
    expect(withinTolerance(column, null, '0')).toBeNull();
    expect(withinTolerance(column, '0', null)).toBeNull();
    expect(withinTolerance(null, '0', '0')).toBeNull();
  });

  it('holds at 78 digits in a run, to the last digit', async () => {
    const at = (units: bigint) => unitsText(10n ** 77n + units, 2);
    const rows = [5n, 6n, -5n, -6n, 0n];
    const table = {
      name: 't',
      key: ['id'],
      source: { files: 't.csv' },
      target: { files: 't.csv' },
      columns: { id: { type: 'int' }, amount: { type: 'decimal(2)', tolerance: '0.05' } },
    };
    const { report, differences } = await ledgers.run(
      { tables: [table], gates: { changed: 2, within_tolerance: { max_ratio: '0.4', max_sum: '0.10' } } },
      {
        'source/t.csv': csv([['id', 'amount'], ...rows.map((_, id) => [String(id), at(0n)])]),
        'target/t.csv': csv([['id', 'amount'], ...rows.map((by, id) => [String(id), at(by)])]),
      },
    );
    expect(differences.map(({ kind, key }) => `${kind} ${key!.join()}`).toSorted()).toEqual([
      'changed 1',
      'changed 3',
      'within_tolerance 0',
      'within_tolerance 2',
    ]);
    expect(report.tables[0]!.columns[0]).toMatchObject({ changed: '2', withinTolerance: '2', toleranceSum: '0.10' });
    expect(report.gates.filter(({ pass }) => !pass)).toEqual([]);
    expect(report.verdict).toBe('RECONCILED');
  });
});

const tableWith = (
  source: Partial<ReportTable['source']>,
  target: Partial<ReportTable['source']>,
  more: Partial<ReportTable> = {},
): ReportTable => ({
  name: 't',
  key: [],
  depth: 0,
  roots: { source: '', target: '' },
  bucketsDiffering: '0',
  proven: true,
  columns: [],
  totals: [],
  checks: [],
  source: termsOf(source),
  target: termsOf(target),
  ...more,
});
const strict: Gates = {
  source_only: 0n,
  target_only: 0n,
  changed: 0n,
  duplicates: 0n,
  unrepresentable: 0n,
  unmapped: 0n,
  certificates: 0n,
  within_tolerance: null,
  totals: 'equal',
  checks: 'pass',
};
const nothing = { unmapped: [], ignored: [], notData: [] };
const count = fc.bigInt({ min: 0n, max: 2n ** 70n });

describe('a gate', () => {
  it('passes at its limit and fails one above it, whatever the size, over the sum of all tables', () => {
    const gates = [
      ['source_only', 'only', 'source'],
      ['target_only', 'only', 'target'],
      ['changed', 'changed', 'source'],
      ['duplicates', 'duplicatesLeft', 'source'],
      ['duplicates', 'duplicatesLeft', 'target'],
      ['unrepresentable', 'unrepresentable', 'source'],
      ['unrepresentable', 'unrepresentable', 'target'],
    ] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...gates),
        fc.array(count, { minLength: 1, maxLength: 3 }),
        ([gate, term, on], counts) => {
          const tables = counts.map((one) => {
            const terms = { [term]: String(one) };
            return on === 'source' ? tableWith(terms, {}) : tableWith({}, terms);
          });
          const sum = sumOf(counts);
          const judged = (limit: bigint) => judgeGates({ ...strict, [gate]: limit }, tables, nothing);
          expect(judged(sum).find(({ name }) => name === gate)).toMatchObject({ value: String(sum), pass: true });
          if (sum > 0n)
            expect(
              judged(sum - 1n)
                .filter(({ pass }) => !pass)
                .map(({ name }) => name),
            ).toEqual([gate]);
        },
      ),
    );
  });

  it('of max_ratio compares with the entries, exactly, table by table', () => {
    fc.assert(
      fc.property(
        count,
        count,
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.integer({ min: 0, max: 40 }),
        (within, others, ratio, scale) => {
          const entries = within + others;
          // Excluded and unrepresentable rows are no entries.
          const source = {
            rows: String(entries + 7n),
            excluded: '4',
            unrepresentable: '3',
            withinTolerance: String(within),
          };
          const gates = { ...strict, within_tolerance: { max_ratio: unitsText(ratio, scale), max_sum: null } };
          const judged = judgeGates(gates, [tableWith(source, {}), tableWith({ rows: '9' }, {})], nothing);
          const pass = within * 10n ** BigInt(scale) <= ratio * entries;
          expect(judged.find(({ name }) => name === 'within_tolerance.max_ratio')!.pass).toBe(pass);
        },
      ),
    );
  });

  it('of max_ratio leaves out what was excluded or has no form: they are no entries', () => {
    const table = tableWith({ rows: '12', excluded: '4', unrepresentable: '3', withinTolerance: '1' }, {});
    const passes = (max_ratio: string) =>
      judgeGates({ ...strict, within_tolerance: { max_ratio, max_sum: null } }, [table], nothing).find(
        ({ name }) => name === 'within_tolerance.max_ratio',
      )!.pass;
    expect(['0.2', '0.1999999999999999999999', '0.1', '1'].map(passes)).toEqual([true, false, false, true]);
  });

  it('of max_sum adds what all columns of all tables say, at any scale', () => {
    const column = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 80n }), fc.integer({ min: 0, max: 76 }));
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 4 }), (sums) => {
        const columns = sums.map(([one, scale]) => ({
          name: 'c',
          type: 'decimal',
          changed: '0',
          withinTolerance: '1',
          toleranceSum: unitsText(one, scale),
          altered: { source: {}, target: {} },
        }));
        const tables = [tableWith({}, {}, { columns }), tableWith({}, {})];
        const total = sumOf(sums.map(([one, scale]) => one * 10n ** BigInt(80 - scale)));
        const passes = (limit: bigint) =>
          judgeGates(
            { ...strict, within_tolerance: { max_ratio: null, max_sum: unitsText(limit, 80) } },
            tables,
            nothing,
          ).find(({ name }) => name === 'within_tolerance.max_sum')!.pass;
        expect(passes(total)).toBe(true);
        if (total > 0n) expect(passes(total - 1n)).toBe(false);
      }),
    );
  });

  it('lets no row be within tolerance where the plan gives none', () => {
    const judged = judgeGates(strict, [tableWith({ withinTolerance: '1', rows: '10' }, {})], nothing);
    expect(judged.filter(({ pass }) => !pass)).toMatchObject([{ name: 'within_tolerance', limit: '0', value: '1' }]);
  });

  it('counts totals that differ, checks that fail, and columns that are unmapped', () => {
    const total = { name: 't', by: [], source: '1', target: '2', difference: '1', keys: '1' };
    const check = { name: 'c', side: 'source' as const, pass: false, failing: '1' };
    const table = tableWith(
      {},
      {},
      { totals: [total, { ...total, target: '1' }], checks: [check, { ...check, pass: true }] },
    );
    const coverage = { ...nothing, unmapped: [{ side: 'source' as const, table: 't', column: 'x' }] };
    const failed = judgeGates(strict, [table, table], coverage).filter(({ pass }) => !pass);
    expect(failed.map(({ name, value }) => [name, value])).toEqual([
      ['unmapped', '1'],
      ['totals', '2'],
      ['checks', '2'],
    ]);
  });
});
