import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../engine/evidence/report/report.ts';
import { runSteps } from '../../contract/progress.ts';
import { buildWithFaults } from './fault-build.ts';
import {
  accounts,
  freshFolder,
  product,
  refusal,
  smallLedger,
  smallPlan,
  tallystick,
  type Files,
} from './tallystick.ts';

let bundle: string;
beforeAll(async () => {
  bundle = await buildWithFaults();
});

/** Row 0 is equal on both sides, row 1 differs, row 2 is equal. */
const ledger = (files: Files = {}): string =>
  smallLedger({ 'source/accounts.csv': accounts.replace('two', 'one and a half'), ...files });

const withFault = (folder: string, fault: string) =>
  tallystick(['reconcile', 'plan.json', '-o', 'package', '--json', '--threads', '1'], {
    cwd: folder,
    bundle,
    env: { TALLYSTICK_FAULT: fault },
  });

describe('The product as it is built', () => {
  it('holds no seed of a fault', () => {
    const folder = dirname(product);
    const texts = (of: string) =>
      readdirSync(of)
        .filter((name) => name.endsWith('.js'))
        .map((name) => readFileSync(join(of, name), 'utf8'))
        .join('');
    for (const seed of ['TALLYSTICK_FAULT', '.faulty', 'process.kill(process.pid'])
      expect([texts(folder).includes(seed), texts(dirname(bundle)).includes(seed)], seed).toEqual([false, true]);
  });

  it('finds what it should where no fault is asked of a build that has them', async () => {
    const { status, stdout } = await withFault(ledger(), '');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ predicate: { verdict: 'NOT_RECONCILED', tables: [{ proven: true }] } });
  });
});

describe.concurrent('A fault in either path', () => {
  const faults = ['stage', 'hash', 'canonical', 'duckdb'].flatMap((place) =>
    ['drop', 'alter'].flatMap((what) => ['0', '1'].map((row) => `${place}:${what}:${row}`)),
  );
  it.each(['scanner:drop', 'scanner:add', 'disk:alter:0', 'disk:alter:1', ...faults])(
    '%s ends as not proven, with its disagreements, and cannot be signed',
    async (fault) => {
      const folder = ledger();
      const { status, stdout, left } = await withFault(folder, fault);
      expect(status).toBe(1);
      expect(left).toEqual([]);
      const { predicate } = JSON.parse(stdout) as { predicate: Report };
      expect(predicate).toMatchObject({ verdict: 'NOT_PROVEN', tables: [{ proven: false }] });
      expect(predicate.disagreements?.length).toBeGreaterThan(0);
      expect(readFileSync(join(folder, 'package/report.json'), 'utf8')).toBe(stdout.trimEnd());
      if (!fault.endsWith('drop:1')) return; // one a place is enough
      const key = join(freshFolder(), 'key');
      await tallystick(['keygen', key, '--no-passphrase']);
      const signed = await refusal(['sign', 'package', '--key', key, '--as', 'ops'], { cwd: folder });
      expect(signed).toMatchObject({ status: 1, code: 'not_proven' });
      expect(readdirSync(join(folder, 'package/signoffs'))).toEqual([]);
    },
  );

  it('shows which agreement failed to whoever reads the lines', async () => {
    const folder = ledger();
    const { stdout } = await tallystick(['reconcile', 'plan.json', '-o', 'package'], {
      cwd: folder,
      bundle,
      env: { TALLYSTICK_FAULT: 'hash:alter:0' },
    });
    expect(stdout).toMatch(/^NOT PROVEN /);
    expect(stdout).toContain(
      'agreement 3, accounts: expected 2 differing keys by digests; found 1 of 2 keys differ by SQL',
    );
  });
});

describe.concurrent('An export that changes while it is read', () => {
  const plain = accounts.replace('A3,3.00,\n', 'A3,3.00,three\n');
  const json = '{"id":"A1","balance":"1.00","memo":"one"}\n';
  const parts: readonly [string, Files][] = [
    ['plain CSV', { 'target/accounts.csv': plain }],
    ['CSV that we stage ourselves', { 'target/accounts.csv': plain.replaceAll('\n', '\r\n').replace('\r\n', '\n') }],
    ['NDJSON', { 'plan.json': smallPlan({}, { target: { files: 'a.ndjson' } }), 'target/a.ndjson': json }],
  ];
  const ways = ['before-edit', 'before-remove', 'after-edit', 'after-cut'];
  const more = ['before-append', 'before-cut', 'after-append', 'after-remove'];
  const each = parts.flatMap(([name, files], i) =>
    [...ways, ...(i === 0 ? more : [])].map((way) => [name, way, files] as const),
  );
  it.each(each)('%s, %s staging, ends with 3', async (_, way, files) => {
    const folder = ledger(files);
    const found = await refusal(['reconcile', 'plan.json', '-o', 'package', '--threads', '1'], {
      cwd: folder,
      bundle,
      env: { TALLYSTICK_FAULT: `export:${way}` },
    });
    expect(found).toMatchObject({ status: 3, code: 'input_changed' });
    expect(found.said).toMatch(
      /^The file (changed|was removed) while it was read \(target: (accounts\.csv|a\.ndjson)\)$/,
    );
  });
});

describe.concurrent('A worker that dies', () => {
  it.each(['scan', 'stage', 'hash', 'fold', 'list'])('in %s ends the run with 5', async (task) => {
    const folder = ledger({ 'target/accounts.csv': accounts.replaceAll('\n', '\r') });
    expect(
      await refusal(['reconcile', 'plan.json', '-o', 'package', '--threads', '2'], {
        cwd: folder,
        bundle,
        env: { TALLYSTICK_FAULT: `worker:${task}` },
      }),
    ).toEqual({ status: 5, code: 'machine', said: 'A worker thread ended before its work was done (status 9)' });
  });
});

describe.concurrent('Ctrl-C', () => {
  it.each(
    runSteps.flatMap((step) => [['SIGINT', step] as const, ...(step === 'stage' ? [['SIGTERM', step] as const] : [])]),
  )('as %s in the step %s ends with 130 and leaves nothing', async (signal, step) => {
    const how = { cwd: ledger(), bundle, env: { TALLYSTICK_FAULT: `${signal}:${step}` } };
    expect(await refusal(['reconcile', 'plan.json', '-o', 'package', '--threads', '1'], how)).toEqual({
      status: 130,
      code: 'interrupted',
      said: 'Interrupted ()',
    });
  });

  it.each(['open', 'stage', 'hash', 'compare'])('in the step %s of fingerprint too', async (step) => {
    const how = { cwd: ledger(), bundle, env: { TALLYSTICK_FAULT: `SIGINT:${step}` } };
    expect(await refusal(['fingerprint', 'plan.json', '--side', 'source', '-o', 'f.json'], how)).toMatchObject({
      status: 130,
    });
  });

  it.each(['hash', 'draw'])('in the step %s of a spot check too', async (step) => {
    const cwd = ledger();
    await tallystick(['reconcile', 'plan.json', '-o', 'package'], { cwd, bundle });
    const how = { cwd, bundle, env: { TALLYSTICK_FAULT: `SIGINT:${step}` } };
    const draw = [
      'spot',
      'package',
      '--method',
      'random',
      '--size',
      '1',
      '--seed',
      'x',
      '--export',
      'source',
      '-o',
      's',
    ];
    const { tables } = JSON.parse(readFileSync(join(cwd, 'plan.json'), 'utf8')) as { tables: { name: string }[] };
    expect(await refusal([...draw, '--side', 'source', '--table', tables[0]!.name], how)).toMatchObject({
      status: 130,
    });
  });

  it('while a sample is written leaves nothing of it', async () => {
    const cwd = freshFolder();
    const how = { cwd, bundle, env: { TALLYSTICK_FAULT: 'SIGINT:sample' } };
    expect(await refusal(['sample', 'ledger', '--rows', '50000'], how)).toMatchObject({ status: 130 });
    expect(existsSync(join(cwd, 'ledger'))).toBe(false);
  });
});

describe('A run that is killed', () => {
  const of = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('tallystick-run-'));

  it('leaves no half of a sample under its name, and the next one removes what it left', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no SIGKILL');
    for (const before of [[], ['ledger']]) {
      const cwd = freshFolder();
      for (const name of before) mkdirSync(join(cwd, name));
      const how = { cwd, bundle, env: { TALLYSTICK_FAULT: 'SIGKILL:sample' } };
      const sample = ['sample', 'ledger', '--rows', '2000'];
      expect((await tallystick(sample, how)).status).toBe(null);
      expect(existsSync(join(cwd, 'ledger', 'plan.yaml'))).toBe(false);
      const next = await tallystick(sample, { cwd, bundle });
      expect([next.status, next.stderr]).toEqual([0, expect.stringContaining('which a run that was killed had left')]);
      expect(readdirSync(cwd)).toEqual(['ledger']);
      expect(readdirSync(join(cwd, 'ledger')).sort()).toEqual(['faults.json', 'plan.yaml', 'source', 'target']);
    }
  });

  it('leaves its folder to the next run, which removes it and says so', async ({ skip }) => {
    skip(process.platform === 'win32', 'Windows has no SIGKILL');
    const [cwd, temp] = [ledger(), freshFolder()];
    const args = ['reconcile', 'plan.json', '--temp', temp, '--threads', '1'];
    const killed = await tallystick([...args, '-o', 'killed'], {
      cwd,
      bundle,
      env: { TALLYSTICK_FAULT: 'SIGKILL:hash' },
    });
    expect([killed.status, of(temp).length, existsSync(join(cwd, 'killed'))]).toEqual([null, 1, false]);
    const left = join(temp, of(temp)[0]!);

    const next = await tallystick([...args, '-o', 'package', '--keep-stage'], { cwd, bundle });
    expect(next.stderr).toContain(`removed ${left}, which a run that was killed had left`);
    expect([next.status, existsSync(left), of(temp).length]).toEqual([1, false, 0]);

    // What a run was asked to keep is nobody's to remove.
    const kept = () => readdirSync(temp).filter((name) => name.startsWith('tallystick-kept-stage-')).length;
    const last = await tallystick([...args, '-o', 'another'], { cwd, bundle });
    expect([last.stderr.includes('removed'), kept()]).toEqual([false, 1]);
  });
});
