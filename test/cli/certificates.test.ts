import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../engine/evidence/report/report.ts';
import { failuresOf, judged } from '../verify/stand-alone.ts';
import { accounts, refusal, smallLedger, smallPlan, tallystick } from './tallystick.ts';

const run = (command: string, args: readonly string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
/** What `sha256sum` lists of a folder's files, from inside it. */
const listed = (folder: string, ...names: string[]): string => run('sha256sum', names, folder);
const certificatesIn = (stdout: string) =>
  (JSON.parse(stdout) as { certificates: { name: string; result: string; words: string }[] }).certificates;
const reportIn = (folder: string): Report =>
  (JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { predicate: Report }).predicate;
const gateOf = (report: Report, name: string) => report.gates.find((gate) => gate.name === name);

/** A ledger whose source has a list by sha256sum inside. */
function certified(files: Record<string, string> = {}): string {
  const cwd = smallLedger(files);
  writeFileSync(join(cwd, 'source/SHA256SUMS'), listed(join(cwd, 'source'), 'accounts.csv'));
  return cwd;
}

describe('inspect', () => {
  it('says of a list by sha256sum what it shows and what it does not, and of one that lies so: FAILS', async () => {
    const cwd = certified();
    const said = await tallystick(['inspect', 'source'], { cwd });
    expect([said.status, said.stderr]).toEqual([0, '']);
    expect(said.stdout).toContain(
      'certificate holds: 1 of 1 file matches SHA256SUMS; it came inside the same export: integrity, not authenticity',
    );
    appendFileSync(join(cwd, 'source/accounts.csv'), 'A4,4.00,\n');
    const after = await tallystick(['inspect', 'source', '--json'], { cwd });
    expect([after.status, certificatesIn(after.stdout)]).toEqual([
      0,
      [expect.objectContaining({ name: 'SHA256SUMS', result: 'fails', differing: ['accounts.csv'] })],
    ]);
    // So does sha256sum itself.
    expect(() => run('sha256sum', ['--check', '--strict', 'SHA256SUMS'], join(cwd, 'source'))).toThrow();
  });

  it('takes a certificate by hand, and says nothing of one where none came', async () => {
    const cwd = smallLedger();
    expect((await tallystick(['inspect', 'source'], { cwd })).stdout).toContain('no certificate came with it');
    mkdirSync(join(cwd, 'elsewhere'));
    writeFileSync(join(cwd, 'elsewhere/list.txt'), listed(join(cwd, 'source'), 'accounts.csv'));
    const { stdout } = await tallystick(['inspect', 'source', '--certificate', 'elsewhere/list.txt', '--json'], {
      cwd,
    });
    const [certificate] = certificatesIn(stdout);
    expect(certificate).toMatchObject({ result: 'holds' });
    expect(certificate!.words).not.toContain('integrity, not authenticity');
  });

  it('counts a signature by ssh-keygen for whom --trust names, and no other', async () => {
    const cwd = certified();
    for (const name of ['bank', 'eve'])
      run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', name], cwd);
    run('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'file', '-f', 'bank', 'source/SHA256SUMS'], cwd);
    const trust = (name: string, key: string) =>
      writeFileSync(join(cwd, 'allowed'), `${name} namespaces="file" ${readFileSync(join(cwd, `${key}.pub`), 'utf8')}`);
    trust('ledger@bank', 'bank');
    const good = await tallystick(['inspect', 'source', '--trust', 'allowed', '--json'], { cwd });
    expect(certificatesIn(good.stdout)[0]).toMatchObject({
      result: 'holds',
      words: expect.stringContaining('ledger@bank') as string,
    });
    trust('ledger@bank', 'eve');
    const bad = await tallystick(['inspect', 'source', '--trust', 'allowed', '--json'], { cwd });
    expect(certificatesIn(bad.stdout)[0]).toMatchObject({ result: 'fails' });
  });

  it('names what it does not check, and refuses a certificate that is not there', async () => {
    const cwd = smallLedger({ 'source/accounts.csv.asc': '-----BEGIN PGP SIGNATURE-----\n' });
    const { stdout } = await tallystick(['inspect', 'source', '--json'], { cwd });
    expect(certificatesIn(stdout)).toMatchObject([{ name: 'accounts.csv.asc', result: 'not_checked' }]);
    expect(await refusal(['inspect', 'source', '--certificate', 'nowhere'], { cwd })).toMatchObject({ status: 3 });
  });
});

describe('reconcile', () => {
  it('reconciles what is certified, the certificates in the report and their gate judged', async () => {
    const cwd = certified();
    mkdirSync(join(cwd, 'by-hand'));
    writeFileSync(join(cwd, 'by-hand/list'), listed(join(cwd, 'target'), 'accounts.csv'));
    const args = ['reconcile', 'plan.json', '-o', 'result', '--target-certificate', 'by-hand/list'];
    const { status, stdout } = await tallystick(args, { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('certificate of the source holds: 1 of 1 file matches SHA256SUMS');
    expect(stdout).toContain('certificate of the target holds: ');
    const report = reportIn(join(cwd, 'result'));
    expect(gateOf(report, 'certificates')).toEqual({
      ...{ name: 'certificates', limit: '0', value: '0', excepted: '0', pass: true },
    });
    expect(report.sides.source.files[0]!.certificate).toMatch(/^its bytes match SHA256SUMS \(SHA-256\);/);
  });

  it('does not reconcile equal ledgers one of which is not the certified one, unless the plan lets that be', async () => {
    const cwd = certified();
    for (const side of ['source', 'target']) appendFileSync(join(cwd, side, 'accounts.csv'), 'A4,4.00,\n');
    const strict = await tallystick(['reconcile', 'plan.json', '-o', 'strict'], { cwd });
    expect(strict.status).toBe(1);
    expect(strict.stdout).toMatch(/^NOT RECONCILED .*gates failed: certificates 1 > 0\n/);
    expect(strict.stdout).toContain('certificate of the source FAILS: 0 of 1 file matches SHA256SUMS');
    writeFileSync(join(cwd, 'stale.json'), smallPlan({ gates: { certificates: 1 } }));
    const stale = await tallystick(['reconcile', 'stale.json', '-o', 'stale'], { cwd });
    expect([stale.status, reportIn(join(cwd, 'stale')).verdict]).toEqual([0, 'RECONCILED']);
  });
});

describe('a certificate that fails beside exceptions', () => {
  // A2 has another amount, and the list is of the file before somebody touched it.
  const changed = accounts.replace('A2,2.00', 'A2,2.50');
  const ledger = (gates: object) => {
    const cwd = certified({ 'plan.json': smallPlan({ gates }), 'target/accounts.csv': changed });
    for (const side of ['source', 'target']) appendFileSync(join(cwd, side, 'accounts.csv'), 'A4,4.00,\n');
    return cwd;
  };
  const people = ['--reason', 'agreed', '--owner', 'ops@bank', '--approver', 'cfo@bank', '--expires', '2999-01-01'];
  const accept = (from: string, to: string) => [
    ...['accept', from, '--table', 'accounts', '--key', 'id=A2', ...people, '-o', to],
  ];
  const bothJudge = async (cwd: string, name: string) => {
    const { status, stdout } = await tallystick(['verify', name, '--json'], { cwd });
    return [status, (JSON.parse(stdout) as { verdict: string }).verdict, failuresOf(await judged(join(cwd, name)))];
  };

  it('is not made good by accepting every difference: no exception takes it out, and both verifiers judge so', async () => {
    const cwd = ledger({});
    await tallystick(['reconcile', 'plan.json', '-o', 'run'], { cwd });
    const { status, stdout } = await tallystick(accept('run', 'accepted'), { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^NOT RECONCILED .*gates failed: certificates 1 > 0\n/);
    const report = reportIn(join(cwd, 'accepted'));
    expect(gateOf(report, 'changed')).toMatchObject({ value: '1', excepted: '1', pass: true });
    expect(gateOf(report, 'certificates')).toMatchObject({ value: '1', excepted: '0', pass: false });
    expect(await bothJudge(cwd, 'accepted')).toEqual([0, 'NOT_RECONCILED', []]);
    const next = await tallystick(
      ['reconcile', 'plan.json', '-o', 'next', '--exceptions', 'accepted/exceptions.jsonl'],
      { cwd },
    );
    expect(next.status).toBe(1);
    expect(next.stdout).toContain('certificate of the source FAILS');
    expect(await bothJudge(cwd, 'next')).toEqual([0, 'NOT_RECONCILED', []]);
  });

  it('that the plan lets be leaves a ledger reconciled with exceptions, the certificate said to fail beside them', async () => {
    const cwd = ledger({ certificates: 1 });
    await tallystick(['reconcile', 'plan.json', '-o', 'run'], { cwd });
    const { stdout } = await tallystick(accept('run', 'accepted'), { cwd });
    expect(stdout).toMatch(/^RECONCILED WITH EXCEPTIONS /);
    expect(await bothJudge(cwd, 'accepted')).toEqual([0, 'RECONCILED_WITH_EXCEPTIONS', []]);
    const page = readFileSync(join(cwd, 'accepted/report.html'), 'utf8');
    expect(page).toContain('SHA256SUMS');
    const again = ['verify', 'accepted', '--source', 'source', '--target', 'target', '--json'];
    expect((await tallystick(again, { cwd })).stdout).toContain('{"name":"rerun","result":"passed"');
  });

  it('cannot be called holding: the report of a package that says so is refused', async () => {
    const cwd = ledger({});
    await tallystick(['reconcile', 'plan.json', '-o', 'run'], { cwd });
    cpSync(join(cwd, 'run'), join(cwd, 'forged'), { recursive: true });
    const path = join(cwd, 'forged/report.json');
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"result":"fails"', '"result":"holds"'));
    const names = readFileSync(join(cwd, 'forged/SHA256SUMS'), 'utf8').trim().split('\n');
    writeFileSync(join(cwd, 'forged/SHA256SUMS'), listed(join(cwd, 'forged'), ...names.map((line) => line.slice(66))));
    const { status, stdout } = await tallystick(['verify', 'forged'], { cwd });
    expect(status).toBe(4);
    expect(stdout).toMatch(/It holds, and something of it does not/);
  });
});
