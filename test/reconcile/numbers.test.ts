import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unitsText } from '../../engine/canonical/scaled-integer.ts';
import { csv, Ledgers } from './ledger.ts';

const ledgers = new Ledgers();

interface Row {
  readonly group: string | null;
  readonly number: bigint | null;
  /** In hundredths. */
  readonly amount: bigint | null;
}

const most = 2n ** 63n - 1n;
const nines = 10n ** 18n - 1n;
const row: fc.Arbitrary<Row> = fc.record({
  group: fc.constantFrom('a', 'b', null),
  number: fc.constantFrom(0n, 1n, 2n, 3n, 4n, 5n, -1n, most, most - 1n, -most - 1n, null),
  amount: fc.constantFrom(0n, 1n, -1n, 50n, nines, -nines, null),
});

const groupsOf = (rows: readonly Row[], keyOf: (row: Row) => unknown): Row[][] => {
  const groups = new Map<string, Row[]>();
  for (const one of rows) groups.set(String(keyOf(one)), [...(groups.get(String(keyOf(one))) ?? []), one]);
  return [...groups.values()];
};
const sum = (values: readonly (bigint | null)[]): bigint => values.reduce<bigint>((all, one) => all + (one ?? 0n), 0n);
const amounts = (rows: readonly Row[]) => sum(rows.map(({ amount }) => amount));

/** Rows that do not follow the one before them by `step`, NULL first and failing by itself. */
function outOfStep(rows: readonly Row[], step: bigint): number {
  const numbers = rows.flatMap(({ number }) => (number === null ? [] : [number]));
  const ordered = numbers.sort((a, b) => (a < b ? -1 : 1) * (step < 0n ? -1 : 1));
  return rows.length - numbers.length + ordered.filter((one, i) => i > 0 && one - ordered[i - 1]! !== step).length;
}

describe('totals and checks of numbers that are read directly', () => {
  it('are what BigInt says, at the ends of what 64 bits hold and beyond them, with and without NULLs', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 30 }),
        fc.array(row, { minLength: 1, maxLength: 30 }),
        fc.uniqueArray(fc.constantFrom(0n, 1n, 2n, most, -most - 1n), { minLength: 1 }),
        async (source, target, known) => {
          const all = unitsText(amounts(source), 2);
          const plan = {
            tables: [
              {
                name: 'numbers',
                source: { files: 'numbers.csv' },
                target: { files: 'numbers.csv' },
                columns: { group: { type: 'text' }, number: { type: 'int' }, amount: { type: 'decimal(2)' } },
                totals: [
                  { name: 'numbers', sum: 'number' },
                  { name: 'amounts', sum: 'amount', by: ['group'] },
                ],
                checks: [
                  { name: 'sum', sum: 'amount', equals: all },
                  { name: 'sum and zeros', sum: 'amount', equals: `${all}000` },
                  { name: 'finer', sum: 'amount', equals: `${all}001` },
                  { name: 'huge', sum: 'amount', equals: '9'.repeat(50) },
                  { name: 'by number', sum: 'amount', by: ['number'], equals: '0.5' },
                  { name: 'unique', unique: ['number', 'amount'] },
                  { name: 'ascending', sequence: 'number', by: ['group'], step: 1 },
                  { name: 'descending', sequence: 'number', step: -2 },
                  { name: 'refers', refers: { columns: ['number'], table: 'known' } },
                ],
              },
              {
                name: 'known',
                source: { files: 'known.csv' },
                target: { files: 'known.csv' },
                key: ['number'],
                columns: { number: { type: 'int' }, name: { type: 'text' } },
              },
            ],
          };
          const text = (rows: readonly Row[]) =>
            csv([
              ['group', 'number', 'amount'],
              ...rows.map(({ group, number, amount }) => [
                group,
                number === null ? null : String(number),
                amount === null ? null : unitsText(amount, 2),
              ]),
            ]);
          const keys = csv([['number', 'name'], ...known.map((one) => [String(one), 'x'])]);
          const { report, folder } = await ledgers.run(plan, {
            'source/numbers.csv': text(source),
            'target/numbers.csv': text(target),
            'source/known.csv': keys,
            'target/known.csv': keys,
          });
          const { read } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as {
            read: { how: string; why?: string }[];
          };
          expect(read.map(({ how, why }) => why ?? how)).toEqual(Array(4).fill('directly'));

          const { totals, checks } = report.tables.find(({ name }) => name === 'numbers')!;
          const numbers = (rows: readonly Row[]) => String(sum(rows.map(({ number }) => number)));
          expect(totals[0]).toMatchObject({ source: numbers(source), target: numbers(target) });
          for (const { by, source: left, target: right } of totals.slice(1)) {
            const of = (rows: readonly Row[]) =>
              unitsText(amounts(rows.filter(({ group }) => group === (by[0] ?? null))), 2);
            expect([left, right]).toEqual([of(source), of(target)]);
          }
          const failing = (rows: readonly Row[]): Record<string, number> => ({
            sum: amounts(rows) === amounts(source) ? 0 : 1,
            'sum and zeros': amounts(rows) === amounts(source) ? 0 : 1,
            finer: 1,
            huge: 1,
            'by number': groupsOf(rows, ({ number }) => number).filter((group) => amounts(group) !== 50n).length,
            unique: groupsOf(rows, ({ number, amount }) => `${number} ${amount}`).filter(({ length }) => length > 1)
              .length,
            ascending: groupsOf(rows, ({ group }) => group).reduce((count, group) => count + outOfStep(group, 1n), 0),
            descending: outOfStep(rows, -2n),
            refers: rows.filter(({ number }) => number !== null && !known.includes(number)).length,
          });
          const said = (side: string) =>
            Object.fromEntries(checks.filter((one) => one.side === side).map((one) => [one.name, Number(one.failing)]));
          expect(said('source')).toEqual(failing(source));
          expect(said('target')).toEqual(failing(target));
          expect(checks.every(({ pass, failing: rows }) => pass === (rows === '0'))).toBe(true);
        },
      ),
      { numRuns: 12 },
    );
  });
});
