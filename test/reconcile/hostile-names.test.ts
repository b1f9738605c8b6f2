import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sides } from '../../contract/side.ts';
import { openPlan } from '../../cli/open-plan.ts';
import { reconcileSlowly } from '../oracle/slow-reconciliation.ts';
import { slowTree } from '../oracle/slow-tree.ts';
import { csv, filesOf, Ledgers } from './ledger.ts';
import { typedLedger } from './typed-ledger.ts';

const ledgers = new Ledgers();
const names = [
  `"; DROP TABLE x; --`,
  `'; ATTACH 'x.db'; --`,
  '../../x',
  '..',
  '/etc/passwd',
  'C:\\x',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '💶',
  '👩‍👩‍👧',
  'é',
  'e\u0301',
  '\u202eright to left',
  'x'.repeat(300),
  'a,b',
  'a"b',
  `a'b`,
  'a\nb',
  'a\r\nb',
  'a\tb',
  ' a ',
  '*',
  '%',
  '${x}',
  '$1',
  'c0',
  'f',
  'r',
  'side',
  'file_row_number',
  'filename',
  'select',
  'NULL',
  '2024',
  '',
];
/** DuckDB writes no Parquet with a column that has no name. */
const usable = names.filter((name) => name !== '');

/** Data that hold every name too, duplicates, a NULL key, and one change. */
const rows = (change: string): (string | null)[][] => [
  ...names.map((name, i) => [name, String(i)]),
  [null, 'null key'],
  ['twice', '1'],
  ['twice', change],
];

describe('names that would hurt a careless program are names', () => {
  it('of tables and columns: each table reconciles as the book says', async () => {
    // The source calls its key by the name, the target its value.
    const tables = names.map((name, i) => ({
      name,
      key: [name],
      shard: name,
      source: { files: `${i}.csv` },
      target: { files: `${i}.csv` },
      columns: ordered([
        [name, { type: 'text', target: 'k' }],
        [`${name}'s`, { type: 'text', source: 'value', target: name }],
      ]),
    }));
    const files = names.flatMap((name, i) => [
      [`source/${i}.csv`, csv([[name, 'value'], ...rows('2')])] as const,
      [`target/${i}.csv`, csv([['k', name], ...rows('3')])] as const,
    ]);
    const path = ledgers.write({ tables }, Object.fromEntries(files));
    const { plan } = openPlan(path);
    expect(plan.tables.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    const slow = await reconcileSlowly(plan, dirname(path));
    const { report, lines, folder } = await ledgers.reconcile(path);
    expect(lines).toEqual(slow.lines);
    report.tables.forEach((table, at) => {
      expect(table.proven, table.name).toBe(true);
      for (const side of sides) {
        const entries = slow.tables[at]!.rows[side].map(({ keyDigest, digest }) => keyDigest + digest);
        expect(table.roots[side], table.name).toBe(slowTree(entries, 0).root);
        const printed = JSON.parse(readFileSync(join(folder, `${side}.fingerprint.json`), 'utf8')) as Printed;
        expect(printed.tables[at]).toMatchObject({ name: table.name, key: table.key, root: table.roots[side] });
      }
    });
    // No name became a path: tables are numbered, and nothing lies outside the package.
    const numbers = names.map((_, i) => String(i + 1).padStart(4, '0'));
    expect(readdirSync(join(folder, 'tables')).toSorted()).toEqual(numbers);
    expect(readdirSync(dirname(folder))).toEqual(['package']);
    expect(existsSync(join(folder, '../../x'))).toBe(false);
    expect([...filesOf(folder).keys()].filter((name) => !name.startsWith('tables/')).length).toBeLessThan(12);
  });

  it('of columns, all of them in one table, in CSV, NDJSON and Parquet', async () => {
    const columns = ordered(usable.map((name) => [name, { type: 'text' }]));
    const values = usable.map((name, i) => (i % 7 === 3 ? null : name));
    const json = (cells: (string | null)[]) =>
      `{${cells.map((cell, i) => `${JSON.stringify(usable[i])}:${JSON.stringify(cell)}`).join(',')}}\n`;
    const changed = values.with(5, 'changed').with(6, 'changed');
    const table = (name: string, files: string) => ({
      name,
      key: usable.slice(0, 3),
      columns,
      source: { files: 'a.csv' },
      target: { files },
      checks: [{ name: 'once', unique: usable.slice(0, 2) }],
    });
    const tables = [table('csv', 'a.csv'), table('json', 'a.ndjson'), table('parquet', 'a.parquet')];
    const path = ledgers.write(
      { tables },
      {
        'source/a.csv': csv([usable, values]),
        'target/a.csv': csv([usable.toReversed(), changed.toReversed()]),
        'target/a.ndjson': json(changed),
      },
    );
    const sql = (text: string | null) => (text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`);
    const cells = usable.map((name, i) => `${sql(changed[i]!)} AS "${name.replaceAll('"', '""')}"`);
    const duck = await typedLedger(0);
    await duck.run(`COPY (SELECT ${cells.join(', ')}) TO '${join(dirname(path), 'target/a.parquet')}'`);
    duck.close();
    const { report, differences } = await ledgers.reconcile(path);
    expect(report.tables.map(({ proven }) => proven)).toEqual([true, true, true]);
    expect(differences.map(({ columns: found }) => found?.toSorted())).toEqual(
      Array(3).fill([usable[5], usable[6]].toSorted()),
    );
    for (const { roots } of report.tables) expect(roots).toEqual(report.tables[0]!.roots);
  });
});

interface Printed {
  readonly tables: readonly { readonly name: string; readonly key: string[]; readonly root: string }[];
}

/** An object with these members and no others, `__proto__` among them, as JSON.parse would make it. */
const ordered = (members: readonly (readonly [string, object])[]): object =>
  JSON.parse(
    `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`,
  ) as object;
