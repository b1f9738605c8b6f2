import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../engine/evidence/report/report.ts';
import { TextColumnBuilder } from '../../engine/snapshot/parquet/plain-column.ts';
import { PlainParquetWriter } from '../../engine/snapshot/parquet/plain-parquet-writer.ts';
import {
  accounts,
  freshFolder,
  product,
  refusal,
  smallLedger,
  smallPlan,
  tallystick,
  type Files,
  type How,
} from './tallystick.ts';

const reconcile = (folder: string, how: How = {}) =>
  refusal(['reconcile', 'plan.json', '-o', 'package', '--threads', '1'], { cwd: folder, ...how });

/** The small ledger with a target of one's own. */
const target = (content: string | Uint8Array, name = 'accounts.csv'): string =>
  smallLedger({
    'plan.json': smallPlan({}, { target: { files: name } }),
    [`target/${name}`]: content,
  });

const withTable = (table: object): string => smallLedger({ 'plan.json': smallPlan({}, table) });

/** The accounts as Parquet. */
function parquet(): Buffer {
  const path = join(freshFolder(), 'accounts.parquet');
  const rows = accounts
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const columns = ['id', 'balance', 'memo'].map((_, column) => {
    const builder = new TextColumnBuilder();
    for (const row of rows) builder.appendText(row[column]!);
    return builder.finish();
  });
  const writer = new PlainParquetWriter(
    path,
    ['id', 'balance', 'memo'].map((name) => ({ name, kind: 'text' })),
  );
  writer.writeGroup(columns, rows.length);
  writer.close();
  return readFileSync(path);
}

const header = 'id,balance,memo';
const zipped = (): Buffer => gzipSync(accounts.repeat(50));
const whole = parquet();

describe.concurrent('An export that cannot be read ends with 3, its file and its place', () => {
  const cases: readonly [string, () => string, string][] = [
    [
      'a file that is not there',
      () => withTable({ target: { files: 'acounts.csv' } }),
      'input_missing: No file of that name (target: acounts.csv)',
    ],
    [
      'a side that is not there',
      () => smallLedger({ 'plan.json': smallPlan({ source: { path: 'sauce' } }) }),
      'input_missing: The file cannot be read: it is not there (source: sauce)',
    ],
    [
      'a link that leads in a circle',
      () => {
        const folder = withTable({ target: { files: 'loop.csv' } });
        symlinkSync('loop.csv', join(folder, 'target/loop.csv'));
        return folder;
      },
      'input_unreadable: The file cannot be read: its symbolic links lead in a circle (target: loop.csv)',
    ],
    [
      'a gzip file cut short',
      () => target(zipped().subarray(0, -20), 'a.csv.gz'),
      'input_malformed: The file cannot be decompressed: its gzip data ends too early (target: a.csv.gz)',
    ],
    [
      'a gzip file with a flipped bit',
      () => {
        const bytes = zipped();
        bytes[40]! ^= 4;
        return target(bytes, 'a.csv.gz');
      },
      'input_malformed: The file cannot be decompressed: its gzip data is damaged (target: a.csv.gz)',
    ],
    [
      'a zstd file cut short',
      () => target(zstdCompressSync(accounts).subarray(0, -3), 'a.csv.zst'),
      'input_malformed: The file cannot be decompressed: its zstd data ends too early (target: a.csv.zst)',
    ],
    [
      'a Parquet file cut in half',
      () => target(whole.subarray(0, whole.length / 2), 'a.parquet'),
      'input_malformed: Not a whole Parquet file: its last four bytes are not PAR1 (target: a.parquet)',
    ],
    [
      'a Parquet file without its middle',
      () => target(Buffer.concat([whole.subarray(0, 10), whole.subarray(90)]), 'a.parquet'),
      'input_malformed: The file cannot be read: TProtocolException: Invalid data (target: a.parquet)',
    ],
    [
      'a ragged row',
      () => target(`${header}\nA1,1.00,x\nA2,2.00\n`),
      'input_malformed: 2 fields where there are 3 columns (target: accounts.csv, row 2, line 3)',
    ],
    [
      'an empty line',
      () => target(`${header}\n\nA1,1.00,x\n`),
      'input_malformed: An empty line in a table of 3 columns (target: accounts.csv, row 1, line 2)',
    ],
    [
      'an unclosed quote',
      () => target(`${header}\nA1,1.00,"x\nA2,2.00,y\n`),
      'input_malformed: A quote opened in line 2 is never closed (target: accounts.csv, row 1, line 4, column "memo")',
    ],
    [
      'text after a closing quote',
      () => target(`${header}\nA1,1.00,"x"y\n`),
      'input_malformed: Text follows a closing quote (target: accounts.csv, row 1, line 2, column "memo")',
    ],
    [
      'a column name twice',
      () => target('id,balance,memo,balance\n'),
      'input_header: Column "balance" is there twice (target: accounts.csv)',
    ],
    [
      'a column name twice but for case',
      () => target('id,balance,memo,Memo\n'),
      'input_header: Columns "memo" and "Memo" differ only in case (target: accounts.csv)',
    ],
    [
      'bytes that are not UTF-8',
      () => target(Buffer.from(`${header}\nA1,1.00,x\nA2,2.00,caf\xe9\n`, 'latin1')),
      'input_encoding: The file is not UTF-8: byte 37 (counted from 0) begins no character (target: accounts.csv, row 2, line 3, column "memo")',
    ],
    [
      'bytes that are not UTF-8, in a column that nobody maps',
      () => target(Buffer.from(`${header},more\nA1,1.00,x,\xff\n`, 'latin1')),
      'input_encoding: The file is not UTF-8: byte 31 (counted from 0) begins no character (target: accounts.csv, row 1, line 2, column "more")',
    ],
    [
      'NDJSON that is none',
      () => target('{"id":"A1"}\n{"id":"A2"\n', 'a.ndjson'),
      'input_malformed: The line is no JSON object: it ends too early (target: a.ndjson, row 2, character 11)',
    ],
    ['an empty file', () => target(''), 'input_empty: The file is empty (target: accounts.csv)'],
    ['an empty gzip file', () => target(gzipSync(''), 'a.csv.gz'), 'input_empty: The file is empty (target: a.csv.gz)'],
  ];
  it.each(cases)('%s', async (_, made, expected) => {
    const { status, code, said } = await reconcile(made());
    expect({ status, said: `${code}: ${said}` }).toEqual({ status: 3, said: expected });
  });

  it('a file that this user may not read', async ({ skip }) => {
    const nobody = process.getuid?.() === 0 ? { uid: 65534 } : {};
    const { status, error } = spawnSync(process.execPath, [product, '--version'], { ...nobody });
    if (process.platform === 'win32' || error !== undefined || status !== 0)
      skip('there is no user here whom a file can be kept from');
    const folder = smallLedger();
    chmodSync(join(folder, 'target/accounts.csv'), 0);
    chmodSync(folder, 0o777);
    expect(await reconcile(folder, nobody)).toEqual({
      status: 3,
      code: 'input_unreadable',
      said: 'The file cannot be read: this user may not read it (target: accounts.csv)',
    });
  });

  it('the source’s before the target’s, whichever was read first', async () => {
    const folder = smallLedger({
      'source/accounts.csv': `${header}\n${'A1,1.00,x\n'.repeat(50_000)}A2\n`,
      'target/accounts.csv': '',
    });
    expect((await reconcile(folder)).said).toContain('(source: accounts.csv, row 50001, line 50002)');
  });
});

describe.concurrent('A plan that is wrong ends with 2, its line and its column', () => {
  const yaml = (change: (text: string) => string): string =>
    change(`tallystick: 1
name: small
source: { path: source }
target: { path: target }
tables:
  - name: accounts
    key: [id]
    columns:
      id: { type: text }
      balance: { type: decimal(2) }
      memo: { type: text }
`);
  const cases: readonly [string, string, string][] = [
    [
      'an unknown key',
      yaml((text) => `${text}    totls: []\n`),
      'plan_invalid: Unknown name "totls", at tables[0].totls (plan.json, line 12, column 5)',
    ],
    [
      'a wrong type',
      yaml((text) => text.replace('[id]', 'id')),
      'plan_invalid: "key" must be a list, not a text, at tables[0].key (plan.json, line 7, column 10)',
    ],
    [
      'an alias',
      yaml((text) =>
        text.replace('id: { type: text }', 'id: &t { type: text }').replace('memo: { type: text }', 'memo: *t'),
      ),
      'plan_invalid: Anchors are not taken (plan.json, line 9, column 11)',
    ],
    [
      'a key twice',
      yaml((text) => text.replace('name: small', 'name: small\nname: large')),
      'plan_invalid: The name "name" stands here twice, first in line 2, at name (plan.json, line 3, column 1)',
    ],
    [
      'a condition outside its grammar',
      yaml((text) => `${text}    where: { target: "EXISTS (SELECT 1)", reason: x }\n`),
      'plan_invalid: Here a comparison, IN, BETWEEN, LIKE or IS NULL should stand, not (, at tables[0].where.target (plan.json, line 12, column 30)',
    ],
    [
      'a pattern outside its grammar',
      yaml((text) => text.replace('{ type: text }', '{ type: date, target: { format: "%Q" } }')),
      'plan_invalid: The format "%Q" does not hold: %Q is no field of a pattern, at tables[0].columns.id.target.format (plan.json, line 9, column 43)',
    ],
    [
      'a column that is no type',
      yaml((text) => text.replace('decimal(2)', 'money')),
      'plan_invalid: "money" is not a type, at tables[0].columns.balance.type (plan.json, line 10, column 24)',
    ],
    [
      'a key column that is unknown',
      yaml((text) => text.replace('[id]', '[iban]')),
      'plan_invalid: There is no column "iban", at tables[0].key[0] (plan.json, line 7, column 11)',
    ],
    [
      'a file outside its side',
      yaml((text) => `${text}    target: { files: ../source/accounts.csv }\n`),
      'plan_invalid: "files" climbs out of its folder, at tables[0].target.files (plan.json, line 12, column 22)',
    ],
    ['no YAML', '{', 'plan_invalid: Not YAML or JSON: Flow map must end with a } (plan.json, line 1, column 2)'],
    ['nothing', '', 'plan_invalid: A plan must be a mapping, not nothing (plan.json, line 1, column 1)'],
  ];
  it.each(cases)('%s', async (_, plan, expected) => {
    const folder = smallLedger({ 'plan.json': plan });
    const { status, code, said } = await reconcile(folder);
    expect({ status, said: `${code}: ${said}` }).toEqual({ status: 2, said: expected });
  });

  it('a plan that is not there', async () => {
    expect(await refusal(['reconcile', 'plam.yaml'], { cwd: smallLedger() })).toEqual({
      status: 2,
      code: 'plan_invalid',
      said: 'There is no such plan (plam.yaml)',
    });
  });

  it('a column that the header lacks, in a mapping, a condition or an ignored column', async () => {
    const said = async (table: object) => {
      const { status, code, said: text } = await reconcile(withTable(table));
      expect({ status, code }).toEqual({ status: 2, code: 'plan_header_mismatch' });
      return text;
    };
    const columns = { id: { type: 'text' }, balance: { type: 'decimal(2)' }, memo: { type: 'text', target: 'notes' } };
    expect(await said({ columns })).toBe(
      'The plan\'s column "memo" names a column that the target of table "accounts" lacks: "notes" (target: accounts.csv)',
    );
    expect(await said({ where: { source: 'Balance > 1', reason: 'x' } })).toBe(
      'The plan\'s where names a column that the source of table "accounts" lacks: "Balance" (source: accounts.csv)',
    );
    expect(await said({ ignore: [{ side: 'target', column: 'loaded', reason: 'x' }] })).toBe(
      'The plan\'s ignore names a column that the target of table "accounts" lacks: "loaded" (target: accounts.csv)',
    );
  });
});

describe.concurrent('A package is never written over anything', () => {
  it.each([
    ['a folder that is not empty', { 'package/mine.txt': 'mine' }, 'The output folder is not empty'],
    ['a file', { package: 'mine' }, 'The output is a file'],
  ])('%s', async (_, files, what) => {
    const folder = smallLedger(files);
    const { status, code, said } = await reconcile(folder);
    expect({ status, code, said }).toEqual({
      status: 2,
      code: 'output_not_empty',
      said: `${what} (${join(folder, 'package')})`,
    });
    expect(readFileSync(join(folder, Object.keys(files)[0]!), 'utf8')).toBe('mine');
  });

  it('but an empty folder takes one', async () => {
    const folder = smallLedger();
    mkdirSync(join(folder, 'package'));
    const { status } = await tallystick(['reconcile', 'plan.json', '-o', 'package'], { cwd: folder });
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'package'))).toContain('report.json');
  });

  it('nor below a file, which is said before an export is read', async () => {
    const folder = smallLedger({ taken: '', 'target/accounts.csv': 'no table' });
    expect(await refusal(['reconcile', 'plan.json', '-o', 'taken/package'], { cwd: folder })).toMatchObject({
      status: 5,
      code: 'machine',
    });
  });

  it('and folders that were made for it go with it', async () => {
    const folder = smallLedger({ 'target/accounts.csv': 'no table', 'there/is': '' });
    for (const out of ['new/deep/package', 'there/deep/package'])
      expect(await refusal(['reconcile', 'plan.json', '-o', out], { cwd: folder })).toMatchObject({ status: 2 });
    expect(readdirSync(join(folder, 'there'))).toEqual(['is']);
  });
});

describe.concurrent('What is no error of an export', () => {
  const run = async (files: Files) => {
    const folder = smallLedger(files);
    const ended = await tallystick(['reconcile', 'plan.json', '-o', 'package', '--json', '--quiet', '--threads', '1'], {
      cwd: folder,
    });
    expect(ended.stderr).toBe('');
    expect(ended.left).toEqual([]);
    const { predicate } = JSON.parse(ended.stdout) as { predicate: Report };
    return {
      ...ended,
      ...predicate,
      failed: predicate.gates.filter(({ pass }) => !pass).map(({ name }) => name),
      folder,
    };
  };

  it('a header alone is an empty table', async () => {
    const empty = await run({ 'source/accounts.csv': `${header}\n`, 'target/accounts.csv': header });
    expect(empty).toMatchObject({ status: 0, verdict: 'RECONCILED', tables: [{ source: { rows: '0' }, depth: 0 }] });
    const beside = await run({ 'target/accounts.csv': header });
    expect(beside).toMatchObject({ status: 1, failed: ['source_only'], tables: [{ source: { only: '3' } }] });
  });

  it('a value without a form is listed with its place, and its gate fails', async () => {
    const found = await run({ 'target/accounts.csv': accounts.replace('2.00', '2.005') });
    expect(found).toMatchObject({
      status: 1,
      verdict: 'NOT_RECONCILED',
      failed: ['source_only', 'unrepresentable'],
      sides: { target: { identity: null } },
      tables: [{ target: { rows: '3', unrepresentable: '1', matched: '2' } }],
    });
    const { stdout } = await tallystick(['differences', 'package', '--kind', 'unrepresentable'], { cwd: found.folder });
    expect(stdout).toBe(
      'unrepresentable  accounts\n  balance  2.005  has no form\n  target  accounts.csv, row 2\n1 of 2 differences shown\n',
    );
  });

  it('a column that nobody maps is listed, and its gate fails', async () => {
    const found = await run({
      'target/accounts.csv': 'id,balance,memo,loaded\nA1,1.00,one,x\nA2,2.00,two,x\nA3,3.00,,x\n',
    });
    expect(found).toMatchObject({
      status: 1,
      failed: ['unmapped'],
      coverage: { unmapped: [{ side: 'target', table: 'accounts', column: 'loaded' }] },
    });
  });

  it('columns whose names differ only in case, where the plan names each', async () => {
    const both = 'id,balance,memo,Memo\nA1,1.00,one,I\n';
    const fewer = { id: { type: 'text' }, balance: { type: 'decimal(2)' }, memo: { type: 'text' } };
    const columns = { ...fewer, Memo: { type: 'text' } };
    const files = { 'source/accounts.csv': both, 'target/accounts.csv': both };
    expect(await run({ 'plan.json': smallPlan({}, { columns }), ...files })).toMatchObject({ status: 0 });
    const ignore = ['source', 'target'].map((side) => ({ side, column: 'Memo', reason: 'old' }));
    expect(await run({ 'plan.json': smallPlan({}, { columns: fewer, ignore }), ...files })).toMatchObject({
      status: 0,
    });
    const json = { 'target/a.ndjson': '{"id":"A1","balance":"1.00","memo":"one","Memo":"I"}\n' };
    const plan = smallPlan({}, { columns, target: { files: 'a.ndjson' } });
    expect(await run({ 'plan.json': plan, ...json, 'source/accounts.csv': both })).toMatchObject({ status: 0 });
    const changed = await run({
      'plan.json': smallPlan({}, { columns }),
      ...files,
      'target/accounts.csv': both.replace('one,I', 'I,one'),
    });
    expect(changed).toMatchObject({
      status: 1,
      tables: [{ columns: [{ name: 'Memo', changed: '1' }, {}, {}, { name: 'memo', changed: '1' }] }],
    });
  });
});

describe.concurrent('To people an error is a line or two', () => {
  it.each([
    [
      'reconcile',
      'target/accounts.csv',
      '',
      /^tallystick: The file is empty \(target: accounts\.csv\)\n {2}A table without rows still has its header\n$/,
    ],
    ['reconcile', 'plan.json', '[]', /^tallystick: [^\n]+\(plan\.json, line 1, column 1\)\n( {2}[^\n]+\n)?$/],
  ])('%s with a bad %s', async (command, name, content, expected) => {
    const folder = smallLedger({ [name]: content });
    const { stdout, stderr } = await tallystick([command, 'plan.json', '--quiet'], { cwd: folder });
    expect(stdout).toBe('');
    expect(stderr).toMatch(expected);
    const debug = await tallystick([command, 'plan.json', '--debug'], { cwd: folder });
    expect(debug.stderr).toMatch(/\n {4}at /);
  });

  it('in which a terminal finds nothing to obey, whatever an export is called or holds', async () => {
    const columns = 'id,balance,\u001b]0;pwned\u0007\u202e\n';
    const { stderr, status } = await tallystick(['reconcile', 'plan.json', '--quiet'], {
      cwd: smallLedger({
        'target/accounts.csv': columns,
        'plan.json': smallPlan({}, { target: { files: 'accounts.csv' } }),
      }),
    });
    expect(status).toBe(2);
    expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    const named = await tallystick(['inspect', 'no\u001b[2Jthing.csv', '--quiet'], { cwd: freshFolder() });
    expect(named.stderr).toContain('no\\u{1b}[2Jthing.csv');
  });
});
