import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileReading } from '../../engine/canonical/read-value.ts';
import { Proposing } from './proposing.ts';

const proposing = new Proposing();
const rows = 300;

/** A pseudo-random number below 2^32 for a column and a row. */
const draw = (column: number, row: number): number => {
  let x = (column + 1) * 0x9e3779b1 + (row + 1) * 0x85ebca6b;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
};
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
const hex = (n: number): string => n.toString(16).padStart(8, '0');
const statuses = ['ACTIVE', 'CLOSED', 'DORMANT', 'FROZEN'];

type Writing = (n: number, i: number) => string;
/** Ways in which two systems write one value; each pair is two of one kind. */
const kinds: Readonly<Record<string, readonly Writing[]>> = {
  money: [
    (n) => String((n % 9_000_000) - 4_000_000),
    (n) => (((n % 9_000_000) - 4_000_000) / 100).toFixed(2),
    (n) => (((n % 9_000_000) - 4_000_000) / 100).toFixed(2).replace('.', ','),
  ],
  instant: [
    (n) => String((1_500_000_000 + (n % 200_000_000)) * 1000),
    (n) => String(1_500_000_000 + (n % 200_000_000)),
    (n) => iso(1_500_000_000 + (n % 200_000_000)).slice(0, 19) + '+00:00',
    (n) =>
      iso(1_500_000_000 + (n % 200_000_000))
        .slice(0, 19)
        .replace('T', ' '),
  ],
  date: [
    (n) => iso((n % 20_000) * 86_400).slice(0, 10),
    (n) =>
      iso((n % 20_000) * 86_400)
        .slice(0, 10)
        .split('-')
        .toReversed()
        .join('/'),
    (n) =>
      iso((n % 20_000) * 86_400)
        .slice(0, 10)
        .replaceAll('-', ''),
  ],
  flag: [(n) => String(n % 3 === 0), (n) => (n % 3 === 0 ? 'Y' : 'N'), (n) => (n % 3 === 0 ? 'yes' : 'no')],
  status: [(n) => statuses[n % 4]!, (n) => statuses[n % 4]![0]!, (n) => String((n % 4) + 10)],
  name: [(n) => `name ${hex(n)}`, (n) => `name ${hex(n)}`.padEnd(30)],
  uuid: [
    (n, i) => `${hex(n)}-1111-4222-8333-${hex(i)}abcd`,
    (n, i) => `${hex(n)}111142228333${hex(i)}ABCD`.toUpperCase(),
  ],
  bytes: [
    (n, i) => `0x${hex(n)}${hex((n ^ i) >>> 0)}ff00a0`,
    (n, i) => Buffer.from(`${hex(n)}${hex((n ^ i) >>> 0)}ff00a0`, 'hex').toString('base64'),
  ],
};

const column = fc.record({
  kind: fc.constantFrom(...Object.keys(kinds)),
  source: fc.nat(),
  target: fc.nat(),
  nulls: fc.constantFrom(0, 0, 7),
  nullWord: fc.constantFrom('', '\\N', 'NULL'),
});

describe('any ledger that two systems write in their own ways', () => {
  it('is proposed as one: under the plan every row says the same on both sides', async () => {
    const given = fc.record({ columns: fc.array(column, { minLength: 1, maxLength: 5 }), turn: fc.nat(4) });
    await fc.assert(
      fc.asyncProperty(given, async ({ columns, turn }) => {
        const cell = (side: 'source' | 'target', at: number, row: number): string => {
          const { kind, nulls, nullWord, ...writing } = columns[at]!;
          if (nulls > 0 && row % nulls === 3) return side === 'target' ? nullWord : '';
          const ways = kinds[kind]!;
          return ways[writing[side] % ways.length]!(draw(at, row), row);
        };
        const table = (side: 'source' | 'target', delimiter: string) => {
          const order = columns.map((_, at) => (at + (side === 'target' ? turn : 0)) % columns.length);
          const order_ = side === 'source' ? order.map((at) => at) : order.toReversed();
          const lines = Array.from({ length: rows }, (_, row) =>
            [`K${1000 + row}`, ...order_.map((at) => cell(side, at, row))].join(delimiter),
          );
          const header = ['key', ...order_.map((at) => `${side === 'source' ? 'a' : 'b'}${at}`)].join(delimiter);
          return `${[header, ...(side === 'source' ? lines : lines.toReversed())].join('\n')}\n`;
        };
        const { plan } = await proposing.of({
          'source/t.csv': table('source', '|'),
          'target/t.csv': table('target', ';'),
        });
        const [{ columns: planned, key }] = plan.tables as [(typeof plan.tables)[number]];
        expect(key).toEqual(['key']);
        for (const [at] of columns.entries()) {
          const one = planned.find(({ sides }) => sides.source.column === `a${at}` || sides.target.column === `b${at}`);
          expect(one, `column ${at}`).toBeDefined();
          const { type, sides } = one!;
          const partner = Number(sides.target.column.slice(1));
          const read = {
            source: compileReading(type, sides.source.reading),
            target: compileReading(type, sides.target.reading),
          };
          for (let row = 0; row < rows; row++) {
            const texts = {
              source: cell('source', Number(sides.source.column.slice(1)), row),
              target: cell('target', partner, row),
            };
            const ours = read.source.read(texts.source === '' ? null : texts.source);
            expect(ours, JSON.stringify(texts)).not.toBe(undefined);
            expect(read.target.read(texts.target === '' ? null : texts.target), JSON.stringify(texts)).toBe(ours);
          }
        }
      }),
      { numRuns: 25, interruptAfterTimeLimit: 90_000 },
    );
  });
});
