import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { documents } from '../../cli/documents.ts';
import { jcsBytes, jcsText } from '../../engine/canonical/jcs.ts';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { proofByHand } from '../evidence/proof/proof-by-hand.ts';
import { newKey, trusting } from '../evidence/small-package.ts';
import { temporaryFolder } from '../evidence/tools.ts';
import { edit, forgery } from '../evidence/verify/verify-by-hand.ts';
import { accounts, smallLedger, smallPlan, tallystick } from '../cli/tallystick.ts';

const file = fileURLToPath(new URL('../../verify/tallystick-verify.mjs', import.meta.url));
function verifier(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** A report in its one form that lacks its plan. */
function withoutPlan(report: string): string {
  const { predicate, ...statement } = JSON.parse(report) as { predicate: Record<string, unknown> };
  delete predicate['plan'];
  return jcsText({ ...statement, predicate });
}

async function signed() {
  const folder = forgery().seal();
  const key = newKey();
  await signPackage({
    folder,
    key,
    name: 'ada',
    role: 'preparer',
    decision: 'APPROVE',
    text: '',
    at: '2026-01-31T09:00:00Z',
  });
  const trust = join(temporaryFolder(), 'allowed_signers');
  writeFileSync(trust, trusting({ ada: key }));
  return { folder, trust };
}

describe('node verify/tallystick-verify.mjs', () => {
  it('ends as tallystick verify does: 0 sound, 1 not what is required, 4 not sound', async () => {
    const { folder, trust } = await signed();
    expect(verifier(folder)).toMatchObject({ status: 0, stderr: '' });
    expect(verifier(folder, '--trust', trust).stdout).toMatch(
      /^SOUND {3}intact, signed by ada \(preparer\) {3}the report says NOT RECONCILED\n/,
    );
    expect(verifier(folder, '--trust', trust, '--require', 'signed')).toMatchObject({ status: 1, stderr: '' });
    edit(folder, 'report.html', (bytes) => Buffer.concat([bytes, Buffer.of(0x20)]));
    expect(verifier(folder)).toMatchObject({
      status: 4,
      stdout: expect.stringMatching(/^NOT SOUND {3}sha256sums: .*report.html/) as string,
    });
  });

  it('takes what tallystick verify takes, and says by name what it leaves to it', async () => {
    const { folder } = await signed();
    const left = ['source', 'target', 'tsa', 'journal', 'revoked-since', 'threads', 'memory', 'temp'];
    const asked = left.map((name) => `--${name}`);
    const { status, stdout } = verifier(folder, ...asked.flatMap((option) => [option, folder]), '--json');
    expect(status).toBe(0);
    const { checks } = documents.verify.parse(JSON.parse(stdout)) as { checks: { name: string; result: string }[] };
    expect(checks.filter(({ name }) => asked.includes(name)).map(({ name, result }) => [name, result])).toEqual(
      asked.map((option) => [option, 'not_done']),
    );
  });

  it('says how it is used where it is asked, and where it is called in another way', () => {
    const usage = /^usage: PACKAGE\|PROOF \[--trust/;
    expect(verifier('--help')).toMatchObject({ status: 0, stdout: expect.stringMatching(usage) as string, stderr: '' });
    for (const args of [[], ['a', 'b'], ['a', '--require', 'luck']])
      expect(verifier(...args)).toMatchObject({ status: 2, stderr: expect.stringMatching(usage) as string });
  });

  it('ends with 4, and never with the status of what is sound, whatever of a package is missing', async () => {
    for (const spoil of [
      (folder: string) => edit(folder, 'report.json', () => Buffer.from('{"predicate":{"tables":[{}]}}')),
      (folder: string) => edit(folder, 'report.json', (bytes) => Buffer.from(withoutPlan(bytes.toString()))),
      ...['report.json', 'plan.yaml', 'exceptions.jsonl', 'SHA256SUMS', 'signoffs/001.json.sig'].map(
        (name) => (folder: string) => rmSync(join(folder, name)),
      ),
    ]) {
      const { folder, trust } = await signed();
      spoil(folder);
      for (const args of [[], ['--json'], ['--trust', trust, '--require', 'signed']])
        expect(verifier(folder, ...args)).toMatchObject({ status: 4, stderr: '' });
    }
  });

  it('judges a proof by itself', () => {
    const proof = join(temporaryFolder(), 'a.proof.json');
    writeFileSync(proof, jcsBytes(proofByHand('A7')));
    expect(verifier(proof)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^SOUND {3}"A7" is in table accounts/) as string,
    });
    edit(proof, '', (bytes) => Buffer.from(bytes.toString().replace('"included"', '"absent"')));
    expect(verifier(proof)).toMatchObject({
      status: 4,
      stdout: expect.stringMatching(/^NOT SOUND {3}proof: The proof claims absence/) as string,
    });
    expect(verifier(proof, '--require', 'signed').status).toBe(2);
  });

  it('judges what is under BLAKE3, alone in a folder of its own', async () => {
    const cwd = smallLedger({
      'plan.json': smallPlan({ hash: 'blake3' }),
      'target/accounts.csv': accounts.replace('2.00', '2.01'),
    });
    expect((await tallystick(['reconcile', 'plan.json', '-o', 'result', '--quiet'], { cwd })).status).toBe(1);
    const key = ['--side', 'target', '--table', 'accounts', '--key', 'id=A2'];
    expect((await tallystick(['prove', 'result', ...key, '-o', 'a.proof.json', '--quiet'], { cwd })).status).toBe(0);
    const [result, proof] = [join(cwd, 'result'), join(cwd, 'a.proof.json')];
    const alone = join(temporaryFolder(), 'tallystick-verify.mjs');
    copyFileSync(file, alone);
    const run = (path: string) => spawnSync(process.execPath, [alone, path], { encoding: 'utf8' });
    expect(run(result)).toMatchObject({ status: 0, stdout: expect.stringMatching(/✓ tables/) as string });
    expect(run(proof).status).toBe(0);
    edit(result, 'tables/0001/target.buckets', (bytes) => bytes.fill(bytes[5]! ^ 1, 5, 6));
    expect(run(result)).toMatchObject({
      status: 4,
      stdout: expect.stringMatching(/✗ tables +The leaf hashes do not make the target's root/) as string,
    });
  });

  it('prints with --json the document that tallystick verify prints', async () => {
    const { folder, trust } = await signed();
    const { stdout } = verifier(folder, '--trust', trust, '--require', 'reconciled', '--json');
    const document = documents.verify.parse(JSON.parse(stdout));
    expect(document).toMatchObject({
      sound: true,
      verdict: 'NOT_RECONCILED',
      required: { name: 'reconciled', met: false },
    });
    expect(document.signers).toMatchObject([{ name: 'ada', role: 'preparer', decision: 'APPROVE', trusted: true }]);
  });

  it('refuses what it cannot do with 2, and what it cannot read with 3', async () => {
    const { folder } = await signed();
    for (const args of [[], ['a', 'b'], [folder, '--require', 'peace'], [folder, '--nonsense']])
      expect(verifier(...args).status).toBe(2);
    expect(verifier(join(folder, 'nothing')).status).toBe(3);
    expect(verifier(folder, '--trust', join(folder, 'nothing')).status).toBe(3);
    const krl = join(temporaryFolder(), 'krl');
    writeFileSync(krl, 'SSHKRL\n\0and what follows');
    expect(verifier(folder, '--revoked', krl)).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringMatching(/ public keys one a line \(of a KRL, ssh-keygen -Q .* tells\)/) as string,
    });
  });
});
