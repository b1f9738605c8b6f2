import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { freshFolder, refusal, smallLedger, smallPlan, tallystick } from './tallystick.ts';

/** In a mount namespace of its own: $1 is a disk of $2, the rest is run, and what it left there is listed beside it. */
const script =
  'd=$1; mount -t tmpfs -o size="$2" none "$d" || exit 99; shift 2; "$@"; s=$?; ls -A "$d" >"$d.left"; exit $s';
const onDisk = (folder: string, size: string): string[] => {
  mkdirSync(folder, { recursive: true });
  return ['unshare', '-rm', 'sh', '-c', script, 'sh', folder, size];
};
const [probe, ...args] = [...onDisk(freshFolder(), '1m'), 'true'] as unknown as [string, ...string[]];
const none =
  spawnSync(probe, args).status === 0 ? null : 'a small disk needs unshare and mount: a user namespace, on Linux';

/** Rows that are short packed and long on the stage, so that what is free is enough by the estimate and not in fact. */
const rows = (memo: string, count: number): Buffer =>
  gzipSync(`id,balance,memo\n${Array.from({ length: count }, (_, i) => `A${i},1.00,${memo}`).join('\n')}\n`);

describe.concurrent('A disk that is mounted where the output goes', () => {
  it('takes a sample, and no package in its own place, which is said before the work', async ({ skip }) => {
    if (none !== null) skip(none);
    const out = join(freshFolder(), 'disk');
    const made = await tallystick(['sample', out, '--rows', '1000', '--quiet'], { within: onDisk(out, '9m') });
    expect(made.status).toBe(0);
    expect(readFileSync(`${out}.left`, 'utf8').split('\n').filter(Boolean).sort()).toEqual([
      'faults.json',
      'plan.yaml',
      'source',
      'target',
    ]);
    const folder = smallLedger({ 'target/accounts.csv': 'no table' });
    expect(await refusal(['reconcile', 'plan.json', '-o', out], { cwd: folder, within: onDisk(out, '9m') })).toEqual({
      status: 2,
      code: 'output_not_empty',
      said: `The output folder cannot be replaced by the package (${out})`,
    });
    expect(readFileSync(`${out}.left`, 'utf8')).toBe('');
  });
});

describe.concurrent('A file that this user may not write so large', () => {
  it('ends with 5, what is limited and where, and leaves nothing', async ({ skip }) => {
    if (none !== null) skip(none);
    const file = rows('m'.repeat(200), 20_000);
    const files = 'accounts.csv.gz';
    const plan = smallPlan({}, { source: { files }, target: { files } });
    const folder = smallLedger({
      'plan.json': plan,
      'source/accounts.csv.gz': file,
      'target/accounts.csv.gz': rows('n'.repeat(200), 20_000),
    });
    const within = ['sh', '-c', 'ulimit -f 2000; exec "$@"', 'sh'];
    const found = await refusal(['reconcile', 'plan.json', '-o', 'package'], { cwd: folder, within });
    expect(found).toMatchObject({ status: 5, code: 'no_space' });
    expect(found.said).toMatch(/^A file would be larger than this system lets this user write \(.+\)$/);
  });
});

describe.concurrent('A disk that fills up', () => {
  it('is refused before the work starts where it can be foreseen', async ({ skip }) => {
    if (none !== null) skip(none);
    const folder = smallLedger({ 'source/accounts.csv': `id,balance,memo\n${'A,1.00,x\n'.repeat(20_000)}` });
    const temp = join(freshFolder(), 'small');
    const found = await refusal(['reconcile', 'plan.json', '-o', 'package', '--temp', temp], {
      cwd: folder,
      within: onDisk(temp, '2m'), // of which the mark of the run's owner takes a little
    });
    expect(found).toMatchObject({ status: 5, code: 'no_space' });
    expect(found.said).toMatch(/^The run needs about \d+ MiB to stage both sides and 1 MiB are free \(.*small.*\)$/);
  });

  it.for(['4m', '9m', '20m', '30m'])(
    'half-way, at %s of the stage, ends with 5 and the folder that is on it',
    async (size, { skip }) => {
      if (none !== null) skip(none);
      const file = rows(`"${'m'.repeat(1000)}\r\n"`, 8000); // a CR inside quotes: not read without a stage
      const files = 'accounts.csv.gz';
      const plan = smallPlan({}, { source: { files }, target: { files } });
      const folder = smallLedger({ 'plan.json': plan, 'source/accounts.csv.gz': file, 'target/accounts.csv.gz': file });
      const temp = join(freshFolder(), 'small');
      const found = await refusal(['reconcile', 'plan.json', '-o', 'package', '--temp', temp], {
        cwd: folder,
        within: onDisk(temp, size),
      });
      expect(found).toEqual({ status: 5, code: 'no_space', said: `The disk is full (${temp})` });
      expect(readFileSync(`${temp}.left`, 'utf8')).toBe('');
    },
  );

  it.for(['1m', '4m', '12m', '28m'])(
    'under the package, at %s of it, ends with 5 and leaves no half of it',
    async (size, { skip }) => {
      if (none !== null) skip(none);
      const folder = smallLedger({
        'plan.json': smallPlan({}, { source: { files: 'accounts.csv.gz' } }),
        'source/accounts.csv.gz': rows('m'.repeat(1000), 8000),
        'target/accounts.csv': 'id,balance,memo\n',
      });
      const out = join(freshFolder(), 'small');
      const found = await refusal(['reconcile', 'plan.json', '-o', join(out, 'package')], {
        cwd: folder,
        within: onDisk(out, size),
      });
      expect(found).toEqual({ status: 5, code: 'no_space', said: `The disk is full (${join(out, 'package')})` });
      expect(readFileSync(`${out}.left`, 'utf8')).toBe('');
    },
  );

  it('under a sample, or under one side’s fingerprint, leaves nothing of it', async ({ skip }) => {
    if (none !== null) skip(none);
    const out = join(freshFolder(), 'small');
    const sample = await refusal(['sample', join(out, 'ledger'), '--rows', '20000'], { within: onDisk(out, '512k') });
    expect(sample).toEqual({ status: 5, code: 'no_space', said: `The disk is full (${join(out, 'ledger')})` });
    expect(readFileSync(`${out}.left`, 'utf8')).toBe('');
    const args = ['fingerprint', 'plan.json', '--side', 'source', '--depth', '16', '-o', join(out, 'f.json')];
    const fingerprint = await refusal(args, { cwd: smallLedger(), within: onDisk(out, '512k') });
    expect(fingerprint).toEqual({ status: 5, code: 'no_space', said: `The disk is full (${join(out, 'f.json')})` });
    expect(readFileSync(`${out}.left`, 'utf8')).toBe('');
  });
});
