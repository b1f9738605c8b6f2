import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { proposalSchema } from '../../engine/propose/proposal.ts';
import { accounts, folderOf, refusal, smallLedger, tallystick } from './tallystick.ts';

describe('tallystick plan', () => {
  it('writes a plan that reconcile takes as it is', async () => {
    const folder = smallLedger();
    const made = await tallystick(['plan', 'source', 'target', '-o', 'p.yaml'], { cwd: folder });
    expect(made).toMatchObject({ status: 0, left: [] });
    expect(made.stdout).toContain('accounts         3 columns paired, key id, nothing left open');
    const { status, stdout } = await tallystick(['reconcile', 'p.yaml', '-o', 'package'], { cwd: folder });
    expect(stdout).toContain('RECONCILED');
    expect(status).toBe(0);
  });

  it('prints the plan when no file is named, and nothing else on stdout', async () => {
    const folder = smallLedger();
    const { status, stdout } = await tallystick(['plan', 'source', 'target'], { cwd: folder });
    expect(status).toBe(0);
    expect(stdout.startsWith('# Proposed by tallystick plan.')).toBe(true);
    expect(stdout).toContain('source: { path: source }');
  });

  it('prints a document of its published schema with --json', async () => {
    const folder = smallLedger();
    const { stdout } = await tallystick(['plan', 'source', 'target', '-o', 'p.yaml', '--json'], { cwd: folder });
    const document = proposalSchema.parse(JSON.parse(stdout));
    expect(document).toMatchObject({
      file: 'p.yaml',
      plan: { tallystick: 1, tables: [{ name: 'accounts', key: ['id'] }] },
    });
    expect(existsSync(join(folder, 'p.yaml'))).toBe(true);
  });

  it('takes single files, and writes their paths as seen from the plan', async () => {
    const folder = folderOf({ 'a/old.csv': accounts, 'b/new.csv': accounts, 'plans/.keep': '' });
    await tallystick(['plan', 'a/old.csv', 'b/new.csv', '-o', 'plans/p.yaml'], { cwd: folder });
    expect(readFileSync(join(folder, 'plans/p.yaml'), 'utf8')).toContain('source: { path: "../a/old.csv" }');
    const { status } = await tallystick(['reconcile', 'plans/p.yaml', '-o', 'package'], { cwd: folder });
    expect(status).toBe(0);
  });

  it('never writes over a plan, and refuses before it works', async () => {
    const folder = smallLedger({ 'p.yaml': 'decided' });
    const refused = await refusal(['plan', 'source', 'target', '-o', 'p.yaml'], { cwd: folder });
    expect(refused).toMatchObject({ status: 2, code: 'output_not_empty' });
    expect(readFileSync(join(folder, 'p.yaml'), 'utf8')).toBe('decided');
  });

  it('says what is wrong with a side, and leaves nothing', async () => {
    const folder = smallLedger({ 'target/accounts.csv': 'id,balance,memo\nA1,1.00\n' });
    expect(await refusal(['plan', 'source', 'target', '-o', 'p.yaml'], { cwd: folder })).toMatchObject({
      status: 3,
      code: 'input_malformed',
    });
    expect(await refusal(['plan', 'source', 'nowhere', '-o', 'p.yaml'], { cwd: folder })).toMatchObject({
      status: 3,
      code: 'input_missing',
    });
  });

  it('refuses a table of more columns than it can pair, by its file, before it works', async () => {
    const wide = `${Array.from({ length: 10_001 }, (_, i) => `c${i}`).join(',')}\n`;
    const folder = smallLedger({ 'target/accounts.csv': wide });
    expect(await refusal(['plan', 'source', 'target', '-o', 'p.yaml'], { cwd: folder })).toEqual({
      status: 3,
      code: 'input_unsupported',
      said: 'A table of 10,001 columns is more than a plan is proposed for: 10,000 (target: accounts.csv)',
    });
  });

  it('shows an example with --help', async () => {
    const { stdout } = await tallystick(['plan', '--help']);
    expect(stdout).toContain('tallystick plan exports/source exports/target -o plan.yaml');
  });
});
