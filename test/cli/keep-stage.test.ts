import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { describe, expect, it } from 'vitest';
import { accounts, refusal, smallLedger, smallPlan, tallystick } from './tallystick.ts';

/** A condition is asked of each row: such a table is staged. */
const where = { where: { source: "memo <> 'gone'", target: "memo <> 'gone'", reason: 'asked for' } };
const staged = { 'plan.json': smallPlan({}, where), 'target/accounts.csv': accounts.replace('2.00', '2.01') };

interface Read {
  readonly side: string;
  readonly how: string;
  readonly why?: string;
  readonly stage?: string;
  readonly anew?: string;
}

/** A run, its exit status, what it says of the stage, and how each file was read. */
async function run(cwd: string, out: string, ...more: string[]) {
  const args = ['reconcile', 'plan.json', '-o', out, '--temp', 'temp', '--at', '2026-01-31T02:10:00Z', ...more];
  const { status, stdout, stderr } = await tallystick(args, { cwd });
  expect([status, stderr]).toEqual([1, expect.not.stringContaining('Error')]);
  const { read } = JSON.parse(readFileSync(join(cwd, out, 'run.json'), 'utf8')) as { read: Read[] };
  const said = stdout.split('\n').filter((line) => line.startsWith('  stage '));
  return { said, read, report: readFileSync(join(cwd, out, 'report.json'), 'utf8') };
}
const keptIn = (cwd: string): { readonly folder: string; readonly names: readonly string[] } => {
  const name = readdirSync(join(cwd, 'temp')).find((one) => one.startsWith('tallystick-kept-stage-'))!;
  const folder = join(cwd, 'temp', name);
  return { folder, names: readdirSync(folder).toSorted() };
};

describe.concurrent('A stage that is kept', () => {
  it('is taken up by the next run with the same files and plan, whose report is the same to the byte', async () => {
    const cwd = smallLedger(staged);
    const first = await run(cwd, 'first', '--keep-stage');
    const { folder, names } = keptIn(cwd);
    expect(first.said).toEqual([`  stage      of 2 files left in ${folder}`]);
    expect(names.length).toBe(4);
    expect(readdirSync(join(cwd, 'temp'))).toEqual([folder.split(/[/\\]/).at(-1)]);

    const second = await run(cwd, 'second');
    expect(second.read.map(({ how, stage }) => [how, stage])).toEqual(
      Array(2).fill(['staged', 'kept by an earlier run']),
    );
    expect(second.said).toEqual(['  stage      of 2 files as an earlier run has left it']);
    expect(second.report).toBe(first.report);
    expect((await run(smallLedger(staged), 'none')).report).toBe(first.report);
    expect(keptIn(cwd).names).toEqual(names);
  });

  it('is made anew where a byte of it is another, which is said', async () => {
    const cwd = smallLedger(staged);
    const first = await run(cwd, 'first', '--keep-stage');
    const { folder, names } = keptIn(cwd);
    const path = join(
      folder,
      names.find((name) => name.endsWith('.parquet'))!,
    );
    const bytes = readFileSync(path);
    bytes[Math.floor(bytes.length / 3)]! ^= 1;
    writeFileSync(path, bytes);
    const second = await run(cwd, 'second');
    const said = second.read.map(({ stage, anew }) => stage ?? anew);
    expect(said.toSorted()).toEqual(['kept by an earlier run', 'the kept stage is not what was written']);
    expect(second.report).toBe(first.report);
    expect([existsSync(path), keptIn(cwd).names.length]).toEqual([false, 2]);
  });

  it('is of one file as it was, read for one list of columns: another export or plan has its own', async () => {
    const cwd = smallLedger(staged);
    await run(cwd, 'first', '--keep-stage');
    writeFileSync(join(cwd, 'target/accounts.csv'), accounts.replace('2.00', '2.02'));
    const changed = await run(cwd, 'changed');
    expect(changed.read.map(({ stage }) => stage)).toEqual(['kept by an earlier run', undefined]);
    expect(readFileSync(join(cwd, 'changed/differences.ndjson'), 'utf8')).toContain('2.02');

    // Types and rules are no part of a stage; the columns are.
    const columns = { id: { type: 'text' }, balance: { type: 'decimal(4)' } };
    const memo = { memo: { type: 'text', rules: ['trim'] } };
    writeFileSync(join(cwd, 'plan.json'), smallPlan({}, { ...where, columns: { ...columns, ...memo } }));
    const typed = await run(cwd, 'typed');
    expect(typed.read.map(({ stage }) => stage)).toEqual(['kept by an earlier run', undefined]);
    const condition = { source: "balance <> '9'", target: "balance <> '9'", reason: 'asked for' };
    writeFileSync(join(cwd, 'plan.json'), smallPlan({}, { where: condition, columns }));
    expect((await run(cwd, 'narrow')).read.map(({ how, stage }) => [how, stage])).toEqual([
      ['staged', undefined],
      ['staged', undefined],
    ]);
  });

  it('is not there for what is read directly, and a run that is asked for it says so', async () => {
    const cwd = smallLedger({ 'target/accounts.csv': accounts.replace('2.00', '2.01') });
    const { said } = await run(cwd, 'package', '--keep-stage');
    const { folder, names } = keptIn(cwd);
    expect(said).toEqual([`  stage      of 0 files left in ${folder}; 2 files read directly, which have none`]);
    expect(names).toEqual([]);
  });

  it('that somebody has forged, digests and all, is found out: nothing is proven', async () => {
    const cwd = smallLedger(staged);
    await run(cwd, 'first', '--keep-stage');
    const { folder, names } = keptIn(cwd);
    const sheets = names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
    const stageOf = (sheet: string) => sheet.replace(/json$/, 'parquet');
    const forged = sheets.find((sheet) => readFileSync(stageOf(sheet)).includes('2.01'))!;
    const bytes = readFileSync(stageOf(forged));
    bytes[bytes.indexOf('2.01') + 3] = 0x30;
    writeFileSync(stageOf(forged), bytes);
    const hex = (of: string | Buffer) => createHash('sha256').update(of).digest('hex');
    const { type, columns } = JSON.parse(readFileSync(forged, 'utf8')) as { type: string; columns: object[] };
    const sheet = { type, sha256: hex(bytes), columns };
    writeFileSync(forged, canonicalize({ ...sheet, check: hex(canonicalize(sheet)!) })!);
    const { read, report } = await run(cwd, 'second');
    expect(read.every(({ stage }) => stage === 'kept by an earlier run')).toBe(true);
    expect(JSON.parse(report)).toMatchObject({
      predicate: { verdict: 'NOT_PROVEN', disagreements: [{ agreement: '1', table: 'accounts' }] },
    });
  });

  it('lies in no folder that others may write to', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no such modes');
    const cwd = smallLedger(staged);
    const folder = join(cwd, 'temp', `tallystick-kept-stage-${process.getuid!()}`);
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o777);
    const asked = ['reconcile', 'plan.json', '-o', 'package', '--temp', 'temp', '--keep-stage'];
    expect(await refusal(asked, { cwd })).toMatchObject({ status: 2, code: 'usage' });
    expect(existsSync(join(cwd, 'package'))).toBe(false);
  });
});
