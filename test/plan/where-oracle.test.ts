import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileWhere } from '../../engine/plan/where-eval.ts';
import { parseWhere } from '../../engine/plan/where-parser.ts';

// The grammar's text is SQL, so an engine that nobody here wrote can be asked the very same words.
const columns = ['a', 'b', 'c d', 'e"f'];
const texts = [
  '',
  'a',
  'b',
  'ab',
  'A',
  ' a',
  'a%',
  '_',
  '%',
  "it's",
  '"',
  '10',
  '9',
  'é',
  'e\u0301',
  '\uff5e',
  '\u{1f4b6}',
  '\u{1f4b6}\u{1f4b6}',
  'aab',
  'abab',
  '\n',
];

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const cell = fc.option(
  fc.oneof(
    fc.constantFrom(...texts),
    fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '\u{1f4b6}'), maxLength: 6 }),
  ),
);
const column = fc.constantFrom('a', '"b"', '"c d"', '"e""f"');
const literal = fc.constantFrom(...texts).map(quoted);
const operand = fc.oneof({ weight: 3, arbitrary: column }, { weight: 2, arbitrary: literal });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '\u{1f4b6}', 'é'), maxLength: 6 }).map(quoted);
const not = fc.constantFrom('', ' NOT', ' not');
const comparison = fc.constantFrom('=', '<>', '!=', '<', '<=', '>', '>=');

const { condition } = fc.letrec<{ condition: string; predicate: string }>((tie) => ({
  predicate: fc.oneof(
    fc.tuple(operand, comparison, operand).map((parts) => parts.join(' ')),
    fc
      .tuple(column, not, fc.array(fc.oneof(operand, fc.constant('NULL')), { minLength: 1, maxLength: 3 }))
      .map(([left, no, list]) => `${left}${no} IN (${list.join(', ')})`),
    fc.tuple(column, not, operand, operand).map(([left, no, low, high]) => `${left}${no} BETWEEN ${low} AND ${high}`),
    fc.tuple(column, not, pattern).map(([left, no, like]) => `${left}${no} LIKE ${like}`),
    fc.tuple(column, not).map(([left, no]) => `${left} IS${no} NULL`),
  ),
  condition: fc.oneof(
    { maxDepth: 4 },
    tie('predicate'),
    fc.tuple(tie('condition'), fc.constantFrom('AND', 'OR', 'and'), tie('condition')).map((parts) => parts.join(' ')),
    tie('condition').map((inner) => `NOT (${inner})`),
    tie('condition').map((inner) => `(${inner})`),
  ),
}));

const decimal = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '1',
    '10',
    '9',
    '1.0',
    '01',
    '-1',
    '0.10',
    '.1',
    '1.',
    '+5',
    '1e2',
    '100',
    '1E-2',
    '0.01',
    '12345678901234567890.5',
  ),
  fc
    .tuple(fc.integer({ min: -2000, max: 2000 }), fc.nat(3))
    .map(([whole, zeros]) => `${(whole / 100).toFixed(2)}${'0'.repeat(zeros)}`),
);

describe('a condition means what it means in SQL', () => {
  let duck: DuckDBInstance;
  beforeAll(async () => {
    duck = await DuckDBInstance.create(':memory:');
  });
  afterAll(() => duck.closeSync());

  const oracle = async (sql: string): Promise<unknown[]> => {
    const connection = await duck.connect();
    const reader = await connection.runAndReadAll(sql);
    connection.closeSync();
    return reader.getRowsJS().map((row) => row[0]);
  };

  it('on texts, for every operator and truth value', async () => {
    const rows = fc.array(fc.tuple(cell, cell, cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rows, fc.array(condition, { minLength: 1, maxLength: 8 }), async (table, conditions) => {
        const values = table.map(
          (row, i) => `(${i}, ${row.map((text) => (text === null ? 'NULL::VARCHAR' : quoted(text))).join(', ')})`,
        );
        const names = columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
        for (const text of conditions) {
          const test = compileWhere(parseWhere(text), columns);
          const asked = await oracle(`SELECT (${text}) FROM (VALUES ${values.join(', ')}) t(i, ${names}) ORDER BY i`);
          expect(
            table.map((row) => test(row)),
            text,
          ).toEqual(asked);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('on numbers, beside DECIMAL', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(decimal), { minLength: 1, maxLength: 12 }),
        decimal,
        comparison,
        async (cells, number, op) => {
          const values = cells.map((text, i) => `(${i}, ${text === null ? 'NULL::VARCHAR' : quoted(text)})`).join(', ');
          const sql = `SELECT a::DECIMAL(38,8) ${op} ${quoted(number)}::DECIMAL(38,8) FROM (VALUES ${values}) t(i, a) ORDER BY i`;
          const test = compileWhere(parseWhere(`a ${op} ${number}`), ['a']);
          expect(cells.map((text) => test([text]))).toEqual(await oracle(sql));
        },
      ),
      { numRuns: 100 },
    );
  });
});
