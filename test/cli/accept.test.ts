import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { refusal, smallLedger, smallPlan, tallystick } from './tallystick.ts';

// A2 has another amount, A3 another memo, A4 is lost, A5 is new: each in a group of a total.
const rows = (lines: string): string => `id,balance,memo,cur\n${lines}`;
const source = rows('A1,1.00,one,EUR\nA2,2.00,two,EUR\nA3,3.00,,EUR\nA4,4.00,four,USD\n');
const target = rows('A1,1.00,one,EUR\nA2,2.50,two,EUR\nA3,3.00,x,EUR\nA5,5.00,five,USD\n');
const columns = {
  id: { type: 'text' },
  balance: { type: 'decimal(2)' },
  memo: { type: 'text' },
  cur: { type: 'text' },
};
const plan = smallPlan({}, { columns, totals: [{ name: 'money', sum: 'balance', by: ['cur'] }] });
const cwd = smallLedger({ 'plan.json': plan, 'source/accounts.csv': source, 'target/accounts.csv': target });
const at = (path: string): string => join(cwd, path);

const people = ['--reason', 'agreed', '--owner', 'ops@bank', '--approver', 'cfo@bank', '--expires', '2999-01-01'];
const accept = (from: string, to: string, ...which: string[]): string[] => [
  ...['accept', from, '--table', 'accounts', ...which, ...people, '-o', to],
];
const report = (folder: string): Predicate =>
  (JSON.parse(readFileSync(at(`${folder}/report.json`), 'utf8')) as { predicate: Predicate }).predicate;
interface Predicate {
  verdict: string;
  gates: { name: string; value: string; excepted: string; pass: boolean }[];
  exceptions: { id: string; rows: { count: string; digest: string } }[];
  carried?: { stand: string[]; new: string; lapsed: { exception: { id: string }; why: string }[] };
}
const gates = (folder: string): Record<string, string> =>
  Object.fromEntries(
    report(folder).gates.map(({ name, value, excepted, pass }) => [
      name,
      `${value}-${excepted} ${pass ? 'passes' : 'fails'}`,
    ]),
  );
const shaOf = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  const said = await tallystick(['reconcile', 'plan.json', '-o', 'run', '--at', '2026-01-31T02:10:00Z'], { cwd });
  expect(said.status).toBe(1);
  const steps: string[][] = [
    accept('run', 'one', '--key', 'id=A2'),
    accept('one', 'two', '--kind', 'changed', '--column', 'memo', '--where', "balance = 3 AND id LIKE 'A%'"),
    accept('two', 'three', '--kind', 'source_only', '--all'),
    accept('three', 'four', '--kind', 'target_only', '--where', "cur = 'USD'"),
  ];
  for (const step of steps) {
    const { status, stderr } = await tallystick(step, { cwd });
    expect([status, stderr]).toEqual([0, '']);
  }
});

describe('accept', () => {
  it('counts what is accepted apart, gate by gate, and leaves every count as it was', () => {
    expect(gates('run')).toMatchObject({ changed: '2-0 fails', source_only: '1-0 fails', totals: '2-0 fails' });
    // The accepted row explains the whole of the difference in EUR.
    expect(gates('one')).toMatchObject({ changed: '2-1 fails', source_only: '1-0 fails', totals: '2-1 fails' });
    expect(gates('two')).toMatchObject({ changed: '2-2 passes', source_only: '1-0 fails' });
    // USD is short of A4 and has A5: one of them does not explain it.
    expect(gates('three')).toMatchObject({ source_only: '1-1 passes', target_only: '1-0 fails', totals: '2-1 fails' });
    expect(gates('four')).toMatchObject({ target_only: '1-1 passes', totals: '2-2 passes' });
    expect(['run', 'one', 'two', 'three', 'four'].map((folder) => report(folder).verdict)).toEqual([
      ...Array<string>(4).fill('NOT_RECONCILED'),
      'RECONCILED_WITH_EXCEPTIONS',
    ]);
  });

  it('writes a package that is sound, with the counts, the equation and the page judged again', async () => {
    const { status, stdout } = await tallystick(['verify', 'four', '--json'], { cwd });
    const { checks } = JSON.parse(stdout) as { checks: { name: string; result: string; why: string }[] };
    expect(status).toBe(0);
    const of = (name: string) => checks.find((check) => check.name === name);
    expect(of('exceptions')).toMatchObject({
      result: 'passed',
      why: '4 exceptions, each bound to the rows that it names',
    });
    expect(of('report.html')).toMatchObject({ result: 'passed' });
    expect(of('exceptions approved')?.why).toMatch(/^Exceptions not yet approved: /);
  });

  it('is the run itself but for the exceptions: the exports at hand show it', async () => {
    const again = ['verify', 'four', '--source', 'source', '--target', 'target', '--json'];
    const { status, stdout } = await tallystick(again, { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('{"name":"rerun","result":"passed"');
  });

  it('binds an exception to keys and rows as sha256sum of the records would', () => {
    const lines = readFileSync(at('four/differences.ndjson'), 'utf8').trim().split('\n');
    const changed = lines
      .map((line) => JSON.parse(line) as Record<'source' | 'target', { record: string } | null> & { key: string[] })
      .find(({ key }) => key[0] === 'A2')!;
    const entry = [`"A2"`, changed.source!.record, changed.target!.record].map((record) => shaOf(record)).join('');
    const [exception] = report('one').exceptions;
    expect(exception!.rows).toEqual({ count: '1', digest: shaOf(Buffer.from(entry, 'hex')) });
    const { id, ...rest } = JSON.parse(readFileSync(at('one/exceptions.jsonl'), 'utf8')) as Record<string, string>;
    expect(shaOf(JSON.stringify(rest))).toBe(id); // members are in order already, and no text needs escaping
  });

  it('shows exceptions in report.html with reason, owner, approver and expiry', () => {
    const page = readFileSync(at('four/report.html'), 'utf8');
    for (const text of [
      'agreed',
      'ops@bank',
      'cfo@bank',
      '1 January 2999',
      report('four').exceptions[0]!.id.slice(0, 8),
    ])
      expect(page).toContain(text);
  });

  it('marks what is accepted wherever differences are shown, and counts it apart there too', async () => {
    const said = await tallystick(['differences', 'two'], { cwd });
    const ids = report('two').exceptions.map(({ id }) => id.slice(0, 12));
    const marked = said.stdout.split('\n').filter((line) => line.includes('  accepted by '));
    expect(marked.map((line) => line.split(' by ')[1]).toSorted()).toEqual(ids.toSorted());
    expect(said.stdout).toContain('4 of 4 differences shown, 2 of 4 accepted as exceptions');
    const document = JSON.parse((await tallystick(['differences', 'two', '--json'], { cwd })).stdout) as {
      accepted: string;
      differences: { accepted?: string[] }[];
    };
    expect([document.accepted, document.differences.filter(({ accepted }) => accepted?.length === 1).length]).toEqual([
      '2',
      2,
    ]);
    expect((await tallystick(['differences', 'run'], { cwd })).stdout).not.toContain('accepted');
    const page = readFileSync(at('two/report.html'), 'utf8');
    expect(page.split('accepted</span> by').length - 1).toBe(2);
    expect(page).toMatch(/2 of them are accepted as\s+exceptions, and marked/);
    expect(readFileSync(at('run/report.html'), 'utf8')).not.toContain('accepted</span> by');
  });

  it('never changes the package it is given, signed or not', async () => {
    cpSync(at('run'), at('before'), { recursive: true });
    await tallystick(accept('run', 'again', '--key', 'id=A2'), { cwd });
    const all = (folder: string) =>
      readdirSync(at(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => shaOf(readFileSync(join(parentPath, name))));
    expect(all('run')).toEqual(all('before'));
  });

  const refused: readonly (readonly [fact: string, args: string[], said: RegExp])[] = [
    [
      'an owner who approves',
      accept('run', 'no', '--key', 'id=A2').map((word) => (word === 'cfo@bank' ? 'OPS@bank' : word)),
      /^The owner "ops@bank" cannot be the approver too/,
    ],
    [
      'an exception that has expired',
      accept('run', 'no', '--key', 'id=A2').map((word) => (word === '2999-01-01' ? '2026-01-01' : word)),
      /^An exception that expires at 2026-01-01T23:59:59Z would not hold today/,
    ],
    ['a key that does not differ', accept('run', 'no', '--key', 'id=A1'), /^Table "accounts" has no such difference/],
    [
      'a class of nothing',
      accept('run', 'no', '--kind', 'changed', '--where', "memo = 'none'"),
      /^No difference of the package is meant by this/,
    ],
    [
      'a condition over a column that is not there',
      accept('run', 'no', '--kind', 'changed', '--where', 'nope = 1'),
      /^Table "accounts" has no column "nope"/,
    ],
    [
      'a condition that is none',
      accept('run', 'no', '--kind', 'changed', '--where', 'balance >'),
      /the condition ends, at character/,
    ],
    [
      'a difference and a class at once',
      accept('run', 'no', '--key', 'id=A2', '--all'),
      /^A difference and a class were both named/,
    ],
    ['neither', accept('run', 'no', '--kind', 'changed'), /^Neither a difference nor a class was named/],
    ['the same again', accept('one', 'no', '--key', 'id=A2'), /^The package holds this very exception already/],
    [
      'a reason of spaces',
      accept('run', 'no', '--key', 'id=A2').map((word) => (word === 'agreed' ? ' ' : word)),
      /^The exception cannot be written: its reason/,
    ],
  ];
  it.each(refused)('refuses %s, in its own words, and writes nothing', async (_, args, said) => {
    const found = await refusal(args, { cwd });
    expect(found).toMatchObject({ status: 2, said: expect.stringMatching(said) as string });
  });

  it('refuses what would have expired when the report says it was made, which verifying would call lapsed', async () => {
    await tallystick(['reconcile', 'plan.json', '-o', 'ahead', '--at', '2999-06-01T00:00:00Z', '--quiet'], { cwd });
    const found = await refusal(accept('ahead', 'no', '--key', 'id=A2'), { cwd });
    expect(found).toMatchObject({
      status: 2,
      said: expect.stringMatching(/^The report is of 2999-06-01T00:00:00Z, when an exception that expires/) as string,
    });
  });

  it('refuses a package that is not as it was written, and one that is not proven', async () => {
    cpSync(at('run'), at('bent'), { recursive: true });
    writeFileSync(at('bent/differences.csv'), 'x');
    const found = await refusal(accept('bent', 'no', '--key', 'id=A2'), { cwd });
    expect(found).toMatchObject({ status: 4, said: expect.stringMatching(/^differences.csv is not what/) as string });
  });
});

describe('reconcile --exceptions', () => {
  it('says which still stand, and which lapsed and why', async () => {
    const later = smallLedger({
      'plan.json': plan,
      'source/accounts.csv': source,
      // A2 is another amount again, A3 differs as before, A4 is back, A7 is new.
      'target/accounts.csv': rows(
        'A1,1.00,one,EUR\nA2,2.75,two,EUR\nA3,3.00,x,EUR\nA4,4.00,four,USD\nA5,5.00,five,USD\nA6,6.00,six,USD\nA7,7.00,seven,EUR\n',
      ),
    });
    const args = ['reconcile', 'plan.json', '-o', 'next', '--exceptions', at('four/exceptions.jsonl')];
    const { status, stdout } = await tallystick(args, { cwd: later });
    expect(status).toBe(1);
    expect(stdout).toContain('1 exception still stands, 3 lapsed;  1 difference is new, named by none of them');
    const { predicate } = JSON.parse(readFileSync(join(later, 'next/report.json'), 'utf8')) as { predicate: Predicate };
    expect(predicate.exceptions.map(({ id }) => id)).toEqual(predicate.carried!.stand);
    expect(predicate.carried!.lapsed.map(({ why }) => why).toSorted()).toEqual([
      'A row that it names is not as it was accepted: a value has changed, or this plan has other columns or another hash',
      'It was accepted for 1 difference, and it names 2 now',
      'Nothing that it names differs any more',
    ]);
    expect((await tallystick(['verify', 'next'], { cwd: later })).status).toBe(0);
    // What is accepted now is new beside what was carried.
    await tallystick([...accept('next', 'newer', '--key', 'id=A2')], { cwd: later });
    const page = readFileSync(join(later, 'newer/report.html'), 'utf8');
    expect(page).toContain('new, accepted after the run');
    expect(page).toContain('still stands');
    expect(page).toContain('Nothing that it names differs any more');
    expect((await tallystick(['verify', 'newer'], { cwd: later })).status).toBe(0);
  });

  it('lets one lapse that expired before the time the run claims', async () => {
    const args = ['reconcile', 'plan.json', '-o', 'late', '--exceptions', at('four/exceptions.jsonl')];
    await tallystick([...args, '--at', '2999-06-01T00:00:00Z'], { cwd });
    expect(report('late').carried).toMatchObject({ stand: [] });
    expect(report('late').carried!.lapsed.map(({ why }) => why)).toEqual(
      Array<string>(4).fill('It expired at 2999-01-01T23:59:59Z'),
    );
  });

  it('takes those of several packages, in any order, once each', async () => {
    const lines = readFileSync(at('four/exceptions.jsonl'), 'utf8').trimEnd().split('\n');
    const spaced = lines.map((line) => JSON.stringify(JSON.parse(line), null, 1).replaceAll('\n', ''));
    writeFileSync(at('several.jsonl'), [...spaced.toReversed(), ...lines].join('\r\n'));
    await tallystick(['reconcile', 'plan.json', '-o', 'several', '--exceptions', 'several.jsonl'], { cwd });
    expect(report('several').carried).toMatchObject({ new: '0', lapsed: [] });
    expect(report('several').carried!.stand).toHaveLength(4);
    expect(readFileSync(at('several/exceptions.jsonl'))).toEqual(readFileSync(at('four/exceptions.jsonl')));
  });

  it('refuses a file of exceptions that was edited, with the line', async () => {
    const text = readFileSync(at('four/exceptions.jsonl'), 'utf8');
    writeFileSync(at('edited.jsonl'), text.replace('cfo@bank', 'ops@bank'));
    const found = await refusal(['reconcile', 'plan.json', '-o', 'no', '--exceptions', 'edited.jsonl'], { cwd });
    expect(found).toMatchObject({ status: 4, said: 'The id is not that of the exception (edited.jsonl, line 1)' });
  });
});

describe('an exception', () => {
  it('counts as approved, and the package as reconciled, once its approver has listed it in a sign-off', async () => {
    writeFileSync(at('word'), 'correct horse\n');
    for (const name of ['ada', 'bob', 'cfo']) await tallystick(['keygen', name, '--passphrase-file', 'word'], { cwd });
    writeFileSync(
      at('allowed_signers'),
      ['ada', 'bob', 'cfo'].map((name) => `${name}@bank ${readFileSync(at(`${name}.pub`), 'utf8')}`).join(''),
    );
    const ids = report('four').exceptions.map(({ id }) => id);
    const sign = (name: string, role: string, ...exceptions: string[]) => [
      ...['sign', 'four', '--key', name, '--as', `${name}@bank`, '--role', role, '--passphrase-file', 'word'],
      ...exceptions.flatMap((id) => ['--exception', id.slice(0, 12)]),
    ];
    const required = async () => {
      const args = ['verify', 'four', '--trust', 'allowed_signers', '--require', 'reconciled', '--json'];
      const { status, stdout } = await tallystick(args, { cwd });
      return [status, (JSON.parse(stdout) as { required: { why: string } }).required.why];
    };
    expect((await tallystick(sign('ada', 'preparer'), { cwd })).status).toBe(0);
    expect((await tallystick(sign('bob', 'approver'), { cwd })).status).toBe(0);
    expect(await required()).toEqual([1, 'Exceptions not yet approved: 4 of 4']);
    const unlisted = await tallystick([...sign('cfo', 'auditor', ids[0]!), '--statement', 'unlisted'], { cwd });
    expect(unlisted.stderr).toContain(
      `3 exceptions that wait for cfo@bank to approve, and this sign-off leaves them out: ${ids
        .slice(1)
        .map((id) => id.slice(0, 12))
        .join(', ')}`,
    );
    const foreign = await refusal(sign('bob', 'auditor', ids[0]!), { cwd });
    expect(foreign.said).toMatch(/already|signed twice|is for "cfo@bank" to approve, not for "bob@bank"/);
    expect((await refusal(sign('cfo', 'auditor', 'ffffffffffff'), { cwd })).said).toMatch(
      /^The package holds no exception/,
    );
    const rejecting = await refusal([...sign('cfo', 'auditor', ids[0]!), '--reject'], { cwd });
    expect(rejecting.said).toMatch(/^A REJECT approves no exception/);
    expect((await tallystick(sign('cfo', 'auditor', ...ids), { cwd })).status).toBe(0);
    expect(await required()).toEqual([
      0,
      'Reconciled with exceptions, each approved. Everybody the plan asks for has signed, and nobody rejects',
    ]);
  });
});
