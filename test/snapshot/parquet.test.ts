import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { jcsOfLexemes } from '../../engine/canonical/json-value.ts';
import { openDatabase, identifier, literal, type Database } from '../../engine/snapshot/duckdb/database.ts';
import { unitsText } from '../../engine/canonical/scaled-integer.ts';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import { directColumns } from '../../engine/snapshot/parquet/direct-column.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { readParquetFooter } from '../../engine/snapshot/parquet/parquet-footer.ts';
import { stageRawWithDuckDB } from '../../engine/snapshot/duckdb/raw-stage-duckdb.ts';
import { formlessMark, type RawColumn } from '../../engine/snapshot/raw-column.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { ownFolder, problemSaid, rawRows, type Cell } from './folder.ts';
import {
  bare,
  byteArray,
  decimal,
  int32,
  int64,
  int96,
  integer,
  time,
  timestamp,
  writeParquet,
  type RawColumn as Crafted,
} from './parquet-file.ts';

const folder = ownFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: 1e9, threads: 4, temp: folder.path, allowed: [folder.path] });
});
afterAll(() => database.close());

let counter = 0;
const newPath = () => `${folder.path}/p${counter++}.parquet`;
async function stage(path: string): Promise<{ columns: readonly RawColumn[]; rows: Cell[][]; counted: number }> {
  const file = await scanFile((await findFiles(path, null)).files[0]!, defaultCsv);
  const out = folder.fresh();
  const columns = await stageRawWithDuckDB(database.connection, file, defaultCsv, file.columns, out);
  return { columns, rows: rawRows(out), counted: file.rows };
}
async function copied(select: string, options = ''): Promise<string> {
  const path = newPath();
  await database.connection.run(`COPY (${select}) TO ${literal(path)} (FORMAT parquet${options})`);
  return path;
}
async function crafted(column: Omit<Crafted, 'name'>): Promise<Cell[]> {
  const path = newPath();
  writeParquet(path, [{ name: 'x', ...column }]);
  return (await stage(path)).rows.map(([cell]) => cell!);
}
const textOf = async (select: string): Promise<Cell> =>
  (await stage(await copied(`SELECT ${select} AS x`))).rows[0]![0]!;

describe('A Parquet value is written as text', () => {
  const cases: readonly [string, string][] = [
    ['true', 'true'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ['(-128)::TINYINT', '-128'],
    ["'0.05'::DECIMAL(3,3)", '0.050'],
    ["'-0.05'::DECIMAL(2,2)", '-0.05'],
    ["'12345678901234567890123456789012345678'::DECIMAL(38,0)", '12345678901234567890123456789012345678'],
    ["'-1'::DECIMAL(38,37)", '-1.0000000000000000000000000000000000000'],
    ["DATE '0001-01-01'", '0001-01-01'],
    ["TIMESTAMP '2020-01-01 00:00:00.1'", '2020-01-01T00:00:00.100000'],
    ["TIMESTAMP_MS '0999-12-31 23:59:59.007'", '0999-12-31T23:59:59.007'],
    ["TIMESTAMP_NS '2020-01-01 00:00:00.123456789'", '2020-01-01T00:00:00.123456789'],
    ["TIMESTAMPTZ '2020-01-01 00:00:00+02'", '2019-12-31T22:00:00.000000Z'],
    ["TIME '01:02:03.5'", '01:02:03.500000'],
    ["'00112233-4455-6677-8899-AABBCCDDEEFF'::UUID", '00112233-4455-6677-8899-aabbccddeeff'],
    ["'\\x00\\xFF'::BLOB", '0x00ff'],
    ["''::BLOB", '0x'],
    ["'x'::ENUM('x','y')", 'x'],
    ['\'{"a":  1}\'::JSON', '{"a":  1}'],
    ["'a' || chr(0) || chr(10) || '😀'", 'a\0\n😀'],
  ];
  it.each(cases)('%s', async (sql, text) => {
    expect(await textOf(sql)).toBe(text);
  });

  it('with as many fraction digits as its unit has, and a Z for an instant, never cut', async () => {
    const seconds = 1_577_836_800n;
    const day = 2_458_850;
    expect(await crafted({ type: 2, logical: timestamp(1), values: [int64(seconds * 1000n + 7n)] })).toEqual([
      '2020-01-01T00:00:00.007Z',
    ]);
    expect(await crafted({ type: 2, logical: timestamp(2), values: [int64(seconds * 1_000_000n + 7n)] })).toEqual([
      '2020-01-01T00:00:00.000007Z',
    ]);
    expect(
      await crafted({ type: 2, logical: timestamp(3), values: [int64(seconds * 1_000_000_000n + 7n), int64(-1n)] }),
    ).toEqual(['2020-01-01T00:00:00.000000007Z', '1969-12-31T23:59:59.999999999Z']);
    expect(
      await crafted({ type: 2, logical: timestamp(3, false), values: [int64(seconds * 1_000_000_000n + 7n)] }),
    ).toEqual(['2020-01-01T00:00:00.000000007']);
    expect(await crafted({ type: 2, logical: timestamp(1, false), values: [int64(seconds * 1000n)] })).toEqual([
      '2020-01-01T00:00:00.000',
    ]);
    expect(await crafted({ type: 2, converted: 9, values: [int64(seconds * 1000n)] })).toEqual([
      '2020-01-01T00:00:00.000Z',
    ]);
    expect(
      await crafted({ type: 3, values: [int96(123_456_789n, day), int96(86_399_999_999_999n, 1_721_426)] }),
    ).toEqual(['2020-01-01T00:00:00.123456789Z', '0001-01-01T23:59:59.999999999Z']);
    expect(await crafted({ type: 1, logical: time(1), values: [int32(3_600_120)] })).toEqual(['01:00:00.120']);
    expect(await crafted({ type: 1, converted: 7, values: [int32(0)] })).toEqual(['00:00:00.000']);
    expect(await crafted({ type: 2, logical: time(2, true), values: [int64(3_600_000_001n)] })).toEqual([
      '01:00:00.000001',
    ]);
    expect(await crafted({ type: 2, logical: time(3), values: [int64(3_600_123_456_789n)] })).toEqual([
      '01:00:00.123456789',
    ]);
  });

  it('to the first and last nanosecond of 64 bits, which DuckDB does not read', async () => {
    const ends = [-(2n ** 63n), -(2n ** 63n) + 1n, 2n ** 63n - 1n].map(int64);
    const texts = ['1677-09-21T00:12:43.145224192', '1677-09-21T00:12:43.145224193', '2262-04-11T23:47:16.854775807'];
    expect(await crafted({ type: 2, logical: timestamp(3, false), values: ends })).toEqual(texts);
    expect(await crafted({ type: 2, logical: timestamp(3), values: ends })).toEqual(texts.map((text) => `${text}Z`));
  });

  it('unless no text can say it: that value alone has no form then', async () => {
    const marked = (text: string) => Buffer.concat([Buffer.of(formlessMark), Buffer.from(text)]).toString();
    const year10000 = 253_402_300_800n;
    const [near, last] = [int64(0n), int64(2n ** 63n - 1n)];
    const first = int64(-(2n ** 63n));
    const day = { type: 1, converted: 6 };
    expect(await crafted({ ...day, values: [int32(2_932_896), int32(2_932_897), int32(-719_163)] })).toEqual([
      '9999-12-31',
      marked('10000-01-01'),
      marked('0000-12-31'),
    ]);
    expect(await crafted({ type: 2, converted: 9, values: [int64(year10000 * 1000n), near] })).toEqual([
      marked('10000-01-01T00:00:00.000Z'),
      '1970-01-01T00:00:00.000Z',
    ]);
    for (const [unit, zero] of [
      [1, '1970-01-01T00:00:00.000'],
      [2, '1970-01-01T00:00:00.000000'],
    ] as const) {
      const values = [first, near, last, int64(9_223_372_036_854_776n)];
      const read = await crafted({ type: 2, logical: timestamp(unit, false), values });
      expect(read[1]).toBe(zero);
      expect([read[0], read[2]]).toEqual([marked(`${-(2n ** 63n)}`), marked(`${2n ** 63n - 1n}`)]);
      const adjusted = await crafted({ type: 2, logical: timestamp(unit), values });
      expect(adjusted[1]).toBe(`${zero}Z`);
      expect([adjusted[0], adjusted[2]]).toEqual([read[0], read[2]]);
    }
    expect(await crafted({ type: 1, logical: time(1), values: [-1, 86_400_000, 86_400_001].map(int32) })).toEqual([
      marked('-1000 microseconds'),
      '24:00:00.000',
      marked('86400001000 microseconds'),
    ]);
    for (const unit of [2, 3] as const) {
      const [end, name] = [86_400n * 1000n ** BigInt(unit), unit === 2 ? 'microseconds' : 'nanoseconds'];
      expect(await crafted({ type: 2, logical: time(unit), values: [-1n, end, end + 1n].map(int64) })).toEqual([
        marked(`-1 ${name}`),
        `24:00:00.${'000'.repeat(unit)}`,
        marked(`${end + 1n} ${name}`),
      ]);
    }
    const odd = [int96(86_400_000_000_000n, 2_440_588), int96(-1n, 2_440_588), int96(0n, 2 ** 31 - 1), int96(0n, -1)];
    expect(await crafted({ type: 3, values: odd })).toEqual(odd.map((bytes) => marked(`0x${bytes.toString('hex')}`)));
  });

  it('as a double where it is one, half and single precision widened', async () => {
    const { columns, rows } = await stage(
      await copied(`SELECT 0.1::DOUBLE a, 0.1::FLOAT b, 'nan'::DOUBLE c, '-0'::DOUBLE d, NULL::DOUBLE e`),
    );
    expect(columns.map(({ kind }) => kind)).toEqual(['double', 'double', 'double', 'double', 'double']);
    expect(rows).toEqual([[0.1, Math.fround(0.1), NaN, -0, null]]);
    expect(await crafted({ type: 7, length: 2, logical: bare(15), values: [Buffer.from([0, 0x3e])] })).toEqual([1.5]);
  });

  it('as JSON where it is nested, numbers by their lexemes', async () => {
    const path = await copied(`SELECT
      [{'n': 1, 'd': 1.50::DECIMAL(9,2), 't': 'a"b' || chr(10), 'w': TIMESTAMP '2020-01-01', 'b': 'x'::BLOB, 'y': true}, NULL] AS l,
      MAP {'k"1': [1.5::DOUBLE, NULL], 'k2': NULL} AS m, {'a': {'b': []::INTEGER[]}, 'c': DATE '2020-01-01', 'u': 0.1::FLOAT} AS s, NULL::INTEGER[] AS n, MAP {1: 'x'} AS i`);
    const { columns, rows } = await stage(path);
    expect(columns.map(({ kind }) => kind)).toEqual(['json', 'json', 'json', 'json', 'json']);
    expect(rows[0]!.map((cell) => (cell === null ? null : jcsOfLexemes(String(cell))))).toEqual([
      '[{"b":"0x78","d":1.5,"n":1,"t":"a\\"b\\n","w":"2020-01-01T00:00:00.000000","y":true},null]',
      '{"k\\"1":[1.5,null],"k2":null}',
      '{"a":{"b":[]},"c":"2020-01-01","u":0.10000000149011612}',
      null,
      '{"1":"x"}',
    ]);
  });

  it('and keeps nested what has no form from getting one', async () => {
    for (const leaf of [
      "'nan'::DOUBLE",
      "'-0'::DOUBLE",
      "'inf'::DOUBLE",
      '9007199254740993::BIGINT',
      'INTERVAL 1 DAY',
    ]) {
      const { rows } = await stage(await copied(`SELECT [${leaf}] AS x`));
      expect(jcsOfLexemes(String(rows[0]![0]))).toBeUndefined();
    }
    const { columns, rows } = await stage(await copied('SELECT INTERVAL 3 DAY AS x UNION ALL SELECT NULL'));
    expect(columns).toEqual([{ name: 'x', kind: 'formless' }]);
    expect(rows).toEqual([['3 days'], [null]]);
  });

  it('any double inside a list by a lexeme that is that very double', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => !Object.is(x, -0)),
          { minLength: 1, maxLength: 50 },
        ),
        async (values) => {
          const path = newPath();
          const bytes = values.map((value) => {
            const b = Buffer.alloc(8);
            b.writeDoubleLE(value);
            return b;
          });
          writeParquet(path, [{ name: 'x', type: 5, values: bytes }]);
          const { rows } = await stage(await copied(`SELECT list(x) AS x FROM (FROM ${literal(path)})`));
          expect(JSON.parse(String(rows[0]![0]))).toEqual(values);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('A Parquet file', () => {
  it('of many row groups keeps its order, read by several threads', async () => {
    const path = await copied(`SELECT i, 'text ' || i AS t FROM range(700000) r(i)`, ', ROW_GROUP_SIZE 5000');
    const { rows, counted } = await stage(path);
    expect(counted).toBe(700_000);
    expect(rows.length).toBe(700_000);
    expect(rows.every(([i, t], at) => i === String(at) && t === `text ${at}`)).toBe(true);
  });

  it('of any types and hostile names comes back whole', async () => {
    const names = ['"; DROP TABLE x; --', '../../x', '__proto__', '😀', 'n'.repeat(300), "it's", 'a.b', '*', 'é', 'É'];
    const path = await copied(`SELECT ${names.map((name, i) => `'v${i}' AS ${identifier(name)}`).join(', ')}`);
    const { columns, rows } = await stage(path);
    expect(columns.map(({ name }) => name)).toEqual(names);
    expect(rows).toEqual([names.map((_, i) => `v${i}`)]);
  });

  it('with decimals of more digits than DuckDB has comes back to the last one', async () => {
    const fit = (bytes: number) =>
      fc.bigInt({ min: -(2n ** BigInt(8 * bytes - 1)), max: 2n ** BigInt(8 * bytes - 1) - 1n });
    const bytesOf = (value: bigint, length: number): Buffer =>
      Buffer.from(
        BigInt.asUintN(8 * length, value)
          .toString(16)
          .padStart(2 * length, '0'),
        'hex',
      );
    const near = (bytes: number) =>
      fc.constantFrom(0n, 1n, -1n, 2n ** BigInt(8 * bytes - 1) - 1n, -(2n ** BigInt(8 * bytes - 1)), -100n, 10n ** 38n);
    const shapes = fc
      .record({ bytes: fc.integer({ min: 17, max: 32 }), scale: fc.constantFrom(0, 1, 2, 18, 39), fixed: fc.boolean() })
      .chain((shape) =>
        fc.record({
          shape: fc.constant(shape),
          values: fc.array(fc.oneof(fit(shape.bytes), near(shape.bytes), fit(5)), { minLength: 1, maxLength: 30 }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(shapes, async ({ shape: { bytes, scale, fixed }, values }) => {
        const digits = Math.max(39, Math.floor(bytes * 8 * Math.log10(2)));
        const written = values.map((value) => {
          if (fixed) return bytesOf(value, bytes);
          let length = 1;
          while (BigInt.asIntN(8 * length, value) !== value) length++;
          return byteArray(bytesOf(value, length));
        });
        const column = { type: fixed ? 7 : 6, length: fixed ? bytes : undefined, values: written };
        const how = scale % 2 === 0 ? { logical: decimal(digits, scale) } : { converted: 5, precision: digits, scale };
        const { length, ...rest } = column;
        const read = await crafted({ ...rest, ...(length === undefined ? {} : { length }), ...how });
        expect(read).toEqual(values.map((value) => unitsText(value, scale)));
      }),
      { numRuns: 60 },
    );
  });

  it('with decimals that have a logical type alone, which DuckDB does not know, has their points', async () => {
    const said = (digits: number, scale: number) => ({ logical: decimal(digits, scale) });
    expect(await crafted({ type: 1, ...said(5, 2), values: [12345, -5, 0].map(int32) })).toEqual([
      '123.45',
      '-0.05',
      '0.00',
    ]);
    expect(await crafted({ type: 2, ...said(18, 0), values: [int64(-(10n ** 18n) + 1n)] })).toEqual([
      '-999999999999999999',
    ]);
    expect(await crafted({ type: 7, length: 3, ...said(6, 6), values: [Buffer.from('fffffe', 'hex')] })).toEqual([
      '-0.000002',
    ]);
    expect(await crafted({ type: 6, ...said(20, 1), values: [byteArray(Buffer.from('7b', 'hex'))] })).toEqual(['12.3']);
  });

  it('with days and unsigned integers that have a logical type alone too', async () => {
    expect(await crafted({ type: 1, logical: bare(6), values: [int32(19_000), int32(2_932_897)] })).toEqual([
      '2022-01-08',
      Buffer.concat([Buffer.of(formlessMark), Buffer.from('10000-01-01')]).toString(),
    ]);
    expect(await crafted({ type: 1, logical: integer(32, false), values: [-1, 5].map(int32) })).toEqual([
      '4294967295',
      '5',
    ]);
    expect(await crafted({ type: 2, logical: integer(64, false), values: [-1n, 5n].map(int64) })).toEqual([
      '18446744073709551615',
      '5',
    ]);
    expect(await crafted({ type: 1, logical: integer(32, true), values: [int32(-1)] })).toEqual(['-1']);
    const path = newPath();
    const inside = 'owner';
    writeParquet(path, [
      { name: 'd', inside, type: 1, logical: bare(6), values: [int32(19_000)] },
      { name: 'm', inside, type: 1, logical: decimal(5, 2), values: [int32(150)] },
      { name: 'u', inside, type: 1, logical: integer(32, false), values: [int32(-1)] },
    ]);
    expect((await stage(path)).rows).toEqual([['{"d":"2022-01-08","m":1.50,"u":4294967295}']]);
  });

  it('with integers and decimals beyond the bits that they are called by has them whole, where DuckDB keeps the low bits', async () => {
    const narrow = (converted: number, ...values: number[]): Omit<Crafted, 'name'> => ({
      type: 1,
      converted,
      values: values.map(int32),
    });
    expect(await crafted(narrow(15, 300, -129, 5))).toEqual(['300', '-129', '5']);
    expect(await crafted(narrow(16, 40_000))).toEqual(['40000']);
    expect(await crafted(narrow(11, 256, -1))).toEqual(['256', '-1']);
    expect(await crafted(narrow(12, 65_536))).toEqual(['65536']);
    expect(await crafted({ ...narrow(15, 300, -7), bounds: [int32(-7), int32(300)] })).toEqual(['300', '-7']);
    const decimals = { converted: 5, precision: 4, scale: 1 };
    expect(await crafted({ ...decimals, type: 1, values: [70_000, -5].map(int32) })).toEqual(['7000.0', '-0.5']);
    expect(await crafted({ ...decimals, type: 2, values: [1n << 40n, 5n].map(int64) })).toEqual([
      '109951162777.6',
      '0.5',
    ]);
    expect(await crafted({ ...decimals, precision: 9, type: 2, values: [int64(1n << 40n)] })).toEqual([
      '109951162777.6',
    ]);
    const path = newPath();
    writeParquet(path, [
      { name: 'i', inside: 'owner', ...narrow(15, 300) },
      { name: 'j', ...narrow(15, 1) },
    ]);
    expect((await stage(path)).rows).toEqual([['{"i":300}', '1']]);
  });

  it('with narrow integers is read directly where it tells that all are within, and else is staged', () => {
    const directly = (bounds?: Crafted['bounds']): boolean => {
      const path = newPath();
      const said = bounds === undefined ? {} : { bounds };
      writeParquet(path, [{ name: 'x', type: 1, converted: 15, values: [int32(-128), int32(127)], ...said }]);
      return directColumns(readParquetFooter(path)).has('x');
    };
    expect(directly([int32(-128), int32(127)])).toBe(true);
    expect(directly([int32(-129), int32(127)])).toBe(false);
    expect(directly([int32(-128), int32(128)])).toBe(false);
    expect(directly([Buffer.of(1), Buffer.of(2)])).toBe(false);
    expect(directly()).toBe(false);
  });

  it('is refused, never bent, where DuckDB cannot read a column as it is', async () => {
    const wide = { type: 7, length: 65, logical: decimal(155, 2), values: [Buffer.alloc(65, 1)] };
    expect(await problemSaid(() => crafted({ ...wide }))).toMatch(
      /^input_unsupported: The column holds decimals of 155 digits.*\(p\d+\.parquet, column "x"\)/,
    );
    const long = { type: 6, logical: decimal(39, 2), values: [byteArray(Buffer.alloc(30, 1))] };
    expect(await problemSaid(() => crafted(long))).toContain('a decimal has more bytes than its digits take');
    expect(await problemSaid(() => crafted({ type: 6, converted: 20, values: [byteArray('x')] }))).toMatch(/^input_/);
  });

  it('with members that are called alike but for case is refused: DuckDB would rename one', async () => {
    const path = newPath();
    const members = (names: readonly string[]) =>
      names.map((name) => ({ name, inside: 'owner', type: 1, values: [int32(1)] }));
    writeParquet(path, members(['id', 'name', 'Id']));
    expect(await problemSaid(() => stage(path))).toMatch(
      /^input_unsupported: The column holds two members .* but for case.*\(p\d+\.parquet, column "owner"\)/,
    );
    const fine = newPath();
    writeParquet(fine, [...members(['id', 'name', 'é', 'É']), { name: 'ID', type: 1, values: [int32(2)] }]);
    expect((await stage(fine)).rows).toEqual([['{"id":1,"name":1,"é":1,"É":1}', '2']]);
  });

  it('with a text that is not UTF-8 is read, and that text alone has no form', async () => {
    const path = newPath();
    const text = { type: 6, converted: 0 };
    writeParquet(path, [
      { name: 'a', ...text, values: [byteArray('ok €'), byteArray(Buffer.from([0xff, 0x61])), byteArray('')] },
      { name: 'b', ...text, values: [byteArray('x'), byteArray('y'), byteArray('z')] },
      { name: 't', type: 3, values: [int96(1n, 2_440_588), int96(2n, 2_440_588), int96(3n, 2_440_588)] },
    ]);
    const { rows } = await stage(path);
    const marked = Buffer.from([formlessMark, 0xff, 0x61]).toString();
    expect(rows).toEqual(['ok €', marked, ''].map((a, i) => [a, 'xyz'[i], `1970-01-01T00:00:00.00000000${i + 1}Z`]));
  });

  it('without a row is an empty table', async () => {
    const { rows, counted, columns } = await stage(await copied('SELECT 1 AS a, [1] AS b WHERE false'));
    expect([rows, counted, columns.length]).toEqual([[], 0, 2]);
  });

  it('is refused when it is cut, damaged or empty', async () => {
    const bytes = readFileSync(await copied('SELECT i FROM range(10000) r(i)'));
    const said = (content: Uint8Array) => {
      const path = newPath();
      writeFileSync(path, content);
      return problemSaid(() => stage(path));
    };
    expect(await said(bytes.subarray(0, bytes.length / 2))).toMatch(/^input_malformed: .*p\d+\.parquet/);
    expect(await said(Buffer.alloc(0))).toMatch(/^input_empty/);
    expect(await said(Buffer.from('PAR1'))).toMatch(/^input_malformed/);
    const torn = Buffer.concat([bytes.subarray(0, 4), Buffer.alloc(2000, 0xaa), bytes.subarray(2004)]);
    expect(await said(torn)).toMatch(/^input_malformed: .*p\d+\.parquet/);
  });

  it('is an error of the file, by its name, whatever its footer is made to say', async () => {
    const path = newPath();
    const times = { type: 3, values: [int96(1n, 2_440_588)] }; // its footer is rewritten
    writeParquet(
      path,
      ['id', 'time'].map((name) => ({ name, ...times })),
    );
    const bytes = readFileSync(path);
    const length = bytes.readUInt32LE(bytes.length - 8);
    const damage = fc.array(fc.tuple(fc.nat(length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(damage, async (places) => {
        const damaged = Buffer.from(bytes);
        for (const [at, byte] of places) damaged[bytes.length - 8 - length + at] = byte;
        const other = newPath();
        writeFileSync(other, damaged);
        const said = await problemSaid(() => stage(other)).catch((error: unknown) => {
          if (error instanceof Error && error.message === 'It did not fail') return 'read';
          throw error;
        });
        expect(said).toMatch(/^read$|^input_(malformed|encoding|header|unsupported): .*\(p\d+\.parquet/);
      }),
      // A type that DuckDB has no name for is quoted as the byte it is, here a CR; a schema that ends at once has no column.
      { numRuns: 300, examples: [[[[42, 13]]], [[[0, 0]]], [[[39, 0]]]] },
    );
  });

  it('is refused when two columns differ in nothing but case', async () => {
    const path = newPath();
    writeParquet(
      path,
      ['amount', 'Amount'].map((name) => ({ name, type: 1, values: [int32(1)] })),
    );
    expect(await problemSaid(() => stage(path))).toMatch(
      /^input_header: Columns "amount" and "Amount" differ only in case \(p\d+\.parquet\)$/,
    );
  });
});
