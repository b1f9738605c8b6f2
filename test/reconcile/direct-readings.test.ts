import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openPlan } from '../../cli/open-plan.ts';
import { dateTextOfDays } from '../../engine/canonical/calendar.ts';
import { compileReading } from '../../engine/canonical/read-value.ts';
import { textRules } from '../../engine/canonical/types.ts';
import { csv, Ledgers } from './ledger.ts';

// What DuckDB makes of a reading is held against what the grammar makes of it: the source has every value as its canonical
// text, the target as it was before; were one of them read otherwise by SQL, nothing would be proven.

const ledgers = new Ledgers();

interface Reading {
  readonly type: string;
  readonly options: object;
  readonly texts: fc.Arbitrary<string>;
}
const two = (n: number): string => String(n).padStart(2, '0');
const civil = fc.record({
  day: fc.integer({ min: -40_000, max: 80_000 }),
  second: fc.integer({ min: 0, max: 86_399 }),
  micros: fc.integer({ min: 0, max: 999_999 }),
});
type Civil = typeof civil extends fc.Arbitrary<infer T> ? T : never;
const months = ['January', 'February', 'march', 'APRIL', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']; // prettier-ignore
const written: Readonly<Record<string, (parts: { y: string; m: string; d: string } & Civil) => string>> = {
  '%d/%m/%Y': ({ y, m, d }) => `${d}/${Number(m)}/${y}`,
  '%Y%m%d': ({ y, m, d }) => y + m + d,
  '%m-%d-%Y': ({ y, m, d }) => `${m}-${Number(d)}-${y}`,
  '%d %B %Y': ({ y, m, d }) => `${d} ${months[Number(m) - 1]!} ${y}`,
  '%b %d %Y': ({ y, m, d }) => `${months[Number(m) - 1]!.slice(0, 3)} ${d} ${y}`,
  '%d/%m/%Y %H:%M:%S': ({ y, m, d, second }) => `${d}/${m}/${y} ${clock(second)}`,
  '%Y%m%d%H%M%S': ({ y, m, d, second }) => `${y}${m}${d}${clock(second).replaceAll(':', '')}`,
  '%Y-%m-%dT%H:%M:%S.%f': ({ y, m, d, second, micros }) => `${y}-${m}-${d}T${clock(second)}.${fraction(micros)}`,
  '%d.%m.%Y %I:%M:%S %p': ({ y, m, d, second }) => {
    const hour = Math.floor(second / 3600);
    return `${d}.${m}.${y} ${((hour + 11) % 12) + 1}:${clock(second).slice(3)} ${hour < 12 ? 'AM' : 'pm'}`;
  },
  iso8601: ({ y, m, d, second, micros }) =>
    `${y}-${m}-${d} ${clock(second)}${micros === 0 ? '' : `.${fraction(micros)}`}`,
};
const clock = (second: number): string =>
  `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
const fraction = (micros: number): string => String(micros).padStart(6, '0').replace(/0+$/, '') || '0';
const timed = (format: string, zoned: fc.Arbitrary<string> = fc.constant('')): fc.Arbitrary<string> =>
  fc.tuple(civil, zoned).map(([at, offset]) => {
    const [y, m, d] = dateTextOfDays(at.day).split('-') as [string, string, string];
    return written[format]!({ y, m, d, ...at }) + offset;
  });

const dates = ['%d/%m/%Y', '%Y%m%d', '%m-%d-%Y', '%d %B %Y', '%b %d %Y'];
const times = ['%d/%m/%Y %H:%M:%S', '%Y%m%d%H%M%S', '%Y-%m-%dT%H:%M:%S.%f', '%d.%m.%Y %I:%M:%S %p', 'iso8601'];
const zones = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'];
const digits = fc.integer({ min: -99_999_999, max: 99_999_999 });
const grouped = (group: string, point: string) =>
  digits.map((n) => {
    const whole = String(Math.abs(Math.trunc(n / 100))).replace(/\B(?=(\d{3})+$)/g, group);
    return `${n < 0 ? '-' : ''}${whole}${point}${two(Math.abs(n % 100))}`;
  });
const odd = ['A', 'a', ' ', '\t', '\n', '"', "'", ',', '%', '\\', 'é', 'e\u0301', '💶', '\u00a0', '', 'ß', 'İ', '\u1e9b\u0323', '가', '\u1100\u1161']; // prettier-ignore
const word = fc.array(fc.constantFrom(...odd), { maxLength: 5 }).map((all) => all.join(''));

const readings: fc.Arbitrary<Reading> = fc.oneof(
  fc.constantFrom(...dates).map((format) => ({ type: 'date', options: { format }, texts: timed(format) })),
  fc
    .tuple(fc.constantFrom(...times), fc.constantFrom('datetime', 'datetime(6)'))
    .map(([format, type]) => ({ type, options: { format }, texts: timed(format) })),
  fc
    .tuple(fc.constantFrom(...times), fc.constantFrom(...zones), fc.constantFrom('earlier', 'later', undefined))
    .map(([format, zone, ambiguous]) => ({
      type: 'timestamp',
      options: { format, zone, ambiguous },
      texts: timed(format),
    })),
  fc.constantFrom(...zones).map((zone) => ({
    type: 'timestamp',
    options: { zone },
    texts: timed('iso8601', fc.constantFrom('', 'Z', '+02:00', '-0530')),
  })),
  fc.constantFrom('epoch_s', 'epoch_ms', 'epoch_us').map((format) => ({
    type: 'timestamp',
    options: { format },
    texts: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((n) => String(n)),
  })),
  fc.constant({
    type: 'decimal(2)',
    options: { group_separator: '.', decimal_separator: ',' },
    texts: grouped('.', ','),
  }),
  fc.constant({ type: 'decimal(3)', options: { group_separator: "'" }, texts: grouped("'", '.') }),
  fc.constant({ type: 'decimal(2)', options: { scale: -2 }, texts: digits.map(String) }),
  fc.constant({ type: 'decimal(4)', options: { scale: -2 }, texts: grouped('', '.') }),
  fc.constant({ type: 'decimal(0)', options: { scale: 3 }, texts: grouped('', '.') }),
  fc.constant({
    type: 'bool',
    options: { true: ['Y', "y'"], false: ['N', ''] },
    texts: fc.constantFrom('Y', "y'", 'N', ''),
  }),
  fc.shuffledSubarray([...textRules]).map((rules) => ({ type: 'text', options: { rules }, texts: word })),
  fc.constant({
    type: 'bytes',
    options: {},
    texts: fc.tuple(fc.constantFrom('', '0x', '0X', '\\x'), fc.uint8Array({ maxLength: 9 })).map(([before, bytes]) => {
      const hex = Buffer.from(bytes).toString('hex');
      return before + (bytes.length % 2 === 0 ? hex : hex.toUpperCase());
    }),
  }),
  fc.constant({
    type: 'bytes',
    options: { encoding: 'base64' },
    texts: fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  }),
  fc.constant({ type: 'uuid', options: {}, texts: fc.uuid().map((text) => (text < '8' ? text.toUpperCase() : text)) }),
  fc.constant({ type: 'int', options: { rules: ['trim'] }, texts: digits.map((n) => ` ${n}\t`) }),
  fc.uniqueArray(word, { minLength: 1, maxLength: 40 }).chain((codes) => {
    const values = Object.fromEntries(codes.map((code, i) => [code, `word '${i % 7}'`]));
    const options = { values, values_else: 'keep', null: codes.slice(0, 2), rules: ['collapse_space'] };
    return fc.constant({ type: 'text', options, texts: fc.oneof(word, fc.constantFrom(...codes)) });
  }),
  fc.constant({
    type: 'decimal(2)',
    options: { values: { n: '0.00', x: '1e1' }, values_else: 'keep', null: ['-', '?'] },
    texts: fc.oneof(grouped('', '.'), fc.constantFrom('n', 'x', '-', '?')),
  }),
);

interface Read {
  readonly read: readonly { readonly table: string; readonly how: string; readonly why?: string }[];
}

describe('A reading that DuckDB has SQL for', () => {
  it('is the same by SQL as by the grammar, and so are totals, checks and shards of it', async () => {
    const column = readings.chain((reading) =>
      fc.record({
        reading: fc.constant(reading),
        texts: fc.array(fc.option(reading.texts), { minLength: 20, maxLength: 60 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(column, { minLength: 12, maxLength: 12 }), async (columns) => {
        const named = columns.map(({ reading: { type, options }, texts }, i) => ({
          name: `t${i}`,
          type,
          options,
          texts,
        }));
        const table = ({ name, type, options }: (typeof named)[number]) => ({
          name,
          key: ['k'],
          shard: 'v',
          source: { files: `${name}.csv` },
          target: { files: `${name}.csv` },
          columns: { k: { type: 'int' }, v: { type, target: { column: 'v', ...options } } },
          checks: [{ name: 'one each', unique: ['v'] }],
        });
        const plan = { tables: named.map(table) };
        const judged = openPlan(ledgers.write(plan, {})).plan;
        const files = named.flatMap(({ name, texts }): [string, string][] => {
          const found = judged.tables.find((one) => one.name === name)!;
          const [, v] = found.columns;
          const reader = compileReading(v!.type, v!.sides.target.reading);
          const rows = texts.flatMap((text, k) => {
            const value = reader.read(text);
            return value === undefined ? [] : [[String(k), text, value] as const];
          });
          return [
            [`source/${name}.csv`, csv([['k', 'v'], ...rows.map(([k, , value]) => [k, value])])],
            [`target/${name}.csv`, csv([['v', 'k'], ...rows.toReversed().map(([k, text]) => [text, k])])],
          ];
        });
        const { report, folder } = await ledgers.run(plan, Object.fromEntries(files));
        expect(report.disagreements ?? []).toEqual([]);
        for (const { name, source, target, checks, shards } of report.tables) {
          expect([name, source]).toEqual([name, target]);
          expect(checks[0]!.failing).toBe(checks[1]!.failing);
          for (const row of shards!.values) expect([name, row.source]).toEqual([name, row.target]);
        }
        const { read } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Read;
        expect(read.filter(({ how }) => how !== 'directly')).toEqual([]);
      }),
      { numRuns: 10, endOnFailure: true },
    );
  });
});
