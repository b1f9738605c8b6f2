import { describe, expect, it } from 'vitest';
import { csv, Ledgers } from './ledger.ts';

const ledgers = new Ledgers();
const digits78 = '7'.repeat(78);

/** For each type a value and its nearest neighbours, as an export writes them: every two are different values. */
const neighbours: Readonly<Record<string, readonly (string | null)[]>> = {
  text: [
    'a',
    'A',
    'a ',
    ' a',
    'á',
    'a\u0301',
    'a,',
    'a"',
    'a""',
    '',
    'NULL',
    'null',
    'a\n',
    'a\r\n',
    '\u{1f4b6}',
    null,
  ],
  int: [
    '0',
    '1',
    '-1',
    '9007199254740992',
    '9007199254740993',
    digits78,
    `${digits78.slice(0, -1)}8`,
    `-${digits78}`,
    null,
  ],
  'decimal(0)': ['0', '1', digits78, `${digits78.slice(0, -1)}8`, null],
  'decimal(2)': ['0.00', '0.01', '-0.01', '16777217.00', '16777216.00', `${digits78}.77`, `${digits78}.78`, null],
  'decimal(76)': [`0.${digits78.slice(2)}`, `0.${digits78.slice(3)}8`, null],
  bool: ['true', 'false', null],
  date: ['2024-02-28', '2024-02-29', '1900-01-01', '0001-01-01', '9999-12-31', null],
  'timestamp(0)': ['2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z', '2024-01-01T00:00:00+01', null],
  'timestamp(3)': ['2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.001Z', null],
  timestamp: ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000001Z', '1969-12-31T23:59:59.999999Z', null],
  'timestamp(9)': ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000000001Z', null],
  'datetime(0)': ['2024-01-01T00:00:00', '2024-01-01T00:00:01', null],
  'datetime(3)': ['2024-01-01T00:00:00', '2024-01-01T00:00:00.001', null],
  datetime: ['2024-01-01T00:00:00', '2024-01-01T00:00:00.000001', null],
  'datetime(9)': ['2024-01-01T00:00:00', '2024-01-01T00:00:00.000000001', null],
  uuid: ['6fa459ea-ee8a-3ca4-894e-db77e160355e', '6fa459ea-ee8a-3ca4-894e-db77e160355f', null],
  bytes: ['0x', '0x00', '0x0000', '0xdeadbeef', '0xdeadbeee', null],
  float: ['0', '-0', '5e-324', '0.1', '0.10000000000000002', 'NaN', 'inf', '-inf', '9007199254740992', null],
};
const types = Object.keys(neighbours);
const header = ['id', ...types];
const first: readonly (string | null)[] = types.map((type) => neighbours[type]![0]!);
const row = (id: number, type: string, value: string | null): (string | null)[] => [
  String(id),
  ...first.with(types.indexOf(type), value),
];
const columns = { id: { type: 'int' }, ...Object.fromEntries(types.map((type) => [type, { type }])) };

/** Every change of one cell from one neighbour to another, of every type. */
const changes = types.flatMap((type) =>
  neighbours[type]!.flatMap((from, i) => neighbours[type]!.slice(i + 1).map((to) => ({ type, from, to }))),
);

describe('one cell that changes', () => {
  it('is found whatever its type and value: the one line of its row names its one column', async () => {
    const table = {
      name: 't',
      key: ['id'],
      depth: 16,
      columns,
      source: { files: 't.csv' },
      target: { files: 't.csv' },
    };
    const side = (value: 'from' | 'to') => csv([header, ...changes.map((one, id) => row(id, one.type, one[value]))]);
    const files = { 'source/t.csv': side('from'), 'target/t.csv': side('to') };
    const { report, differences } = await ledgers.run({ tables: [table] }, files);
    expect(differences).toHaveLength(changes.length);
    const lines = new Map(differences.map((line) => [line.key![0]!, line]));
    changes.forEach(({ type, from, to }, id) =>
      expect(lines.get(String(id)), `${type} from ${JSON.stringify(from)} to ${JSON.stringify(to)}`).toMatchObject({
        kind: 'changed',
        columns: [type],
      }),
    );
    const buckets = new Set(differences.map(({ keyDigest }) => keyDigest!.slice(0, 4)));
    expect(report.tables[0]).toMatchObject({
      bucketsDiffering: String(buckets.size),
      source: { matched: '0', changed: String(changes.length) },
    });
  });

  it('makes the root another, among rows that are equal', async () => {
    const tables = types.map((type) => ({
      name: type,
      key: ['id'],
      columns,
      source: { files: 'source.csv' },
      target: { files: `${type}.csv` },
    }));
    const equal = Array.from({ length: 200 }, (_, id) => row(id + 1, 'text', String(id)));
    const side = (type: string, i: number) => csv([header, ...equal, row(0, type, neighbours[type]![i]!)]);
    const targets = types.map((type) => [`target/${type}.csv`, side(type, 1)] as const);
    const files = { 'source/source.csv': side('text', 0), ...Object.fromEntries(targets) };
    const { report } = await ledgers.run({ tables }, files);
    expect(new Set(report.tables.map(({ roots }) => roots.source)).size).toBe(1);
    expect(new Set(report.tables.map(({ roots }) => roots.target)).size).toBe(types.length);
    for (const { name, roots, bucketsDiffering, source } of report.tables) {
      expect(roots.source, name).not.toBe(roots.target);
      expect([bucketsDiffering, source.changed, source.matched], name).toEqual(['1', '1', '200']);
    }
  });

  it('is found in the key too: a row is missing and another is there', async () => {
    // The column under test is the second part of the key; the first says which two rows belong together.
    const table = (type: string) => ({
      name: type,
      key: ['part', 'k'],
      columns: { k: { type }, part: { type: 'text' } },
      source: { files: `${type}.csv` },
      target: { files: `${type}.csv` },
    });
    const of = (type: string, value: 'from' | 'to') =>
      csv([['k', 'part'], ...changes.flatMap((one, i) => (one.type === type ? [[one[value], String(i)]] : []))]);
    const files = types.flatMap((type) => [
      [`source/${type}.csv`, of(type, 'from')] as const,
      [`target/${type}.csv`, of(type, 'to')] as const,
    ]);
    const { report, differences } = await ledgers.run({ tables: types.map(table) }, Object.fromEntries(files));
    expect(differences).toHaveLength(2 * changes.length);
    for (const { name, source, target } of report.tables) {
      const count = String(changes.filter(({ type }) => type === name).length);
      expect([source.only, target.only, source.rows], name).toEqual([count, count, count]);
    }
  });
});
