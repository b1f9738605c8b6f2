import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyPackage } from '../../engine/evidence/verify-package.ts';
import { tool } from '../../engine/reconcile/run/version.ts';
import { Ledgers } from './ledger.ts';

const ledgers = new Ledgers();
const text = 'id,v\n1,2\n2,3\n';
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');
const files = 'a.csv';
const columns = { id: { type: 'int' }, v: { type: 'int' } };
const tables = [{ name: 'a', key: ['id'], source: { files }, target: { files }, columns }];
const both = { 'source/a.csv': text, 'target/a.csv': text };
const inside = 'it came inside the same export: integrity, not authenticity';

const gateOf = (report: { readonly gates: readonly { readonly name: string }[] }) =>
  report.gates.find(({ name }) => name === 'certificates');
const verified = (folder: string) =>
  verifyPackage(folder, { trust: { allowed: null, now: new Date() }, build: tool.version });

describe('a run over certified exports', () => {
  it('says of each file how its certificate fared, and passes', async () => {
    const { report, folder } = await ledgers.run(
      { tables },
      { ...both, 'source/SHA256SUMS': `${sha256(text)}  a.csv\n` },
    );
    expect(report.verdict).toBe('RECONCILED');
    expect(report.sides.source.files[0]!.certificate).toBe(`its bytes match SHA256SUMS (SHA-256); ${inside}`);
    expect(report.sides.target.files[0]!.certificate).toBe('none');
    expect(report.sides.source.certificates).toMatchObject([{ name: 'SHA256SUMS', result: 'holds' }]);
    expect(report.sides.target).not.toHaveProperty('certificates');
    expect(gateOf(report)).toEqual({ name: 'certificates', limit: '0', value: '0', excepted: '0', pass: true });
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain(`1 of 1 file matches SHA256SUMS; ${inside}`);
    const { sound, checks } = await verified(folder);
    expect(checks.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(sound).toBe(true);
  });

  it('does not reconcile where one does not hold, though every row is equal', async () => {
    const { report, folder } = await ledgers.run(
      { tables },
      { ...both, 'target/SHA256SUMS': `${sha256('x')}  a.csv\n` },
    );
    expect(report.verdict).toBe('NOT_RECONCILED');
    expect(report.gates.filter(({ pass }) => !pass)).toMatchObject([{ name: 'certificates', value: '1' }]);
    expect(report.sides.target.files[0]!.certificate).toBe('its bytes DIFFER from SHA256SUMS (SHA-256)');
    expect((await verified(folder)).sound).toBe(true);
  });

  it('reconciles where the plan allows for it, and still says so', async () => {
    const failing = { ...both, 'target/SHA256SUMS': `${sha256('x')}  a.csv\n` };
    const { report } = await ledgers.run({ tables, gates: { certificates: 1 } }, failing);
    expect(report.verdict).toBe('RECONCILED');
    expect(gateOf(report)).toMatchObject({ limit: '1', value: '1', pass: true });
  });

  it('has no such gate where no certificate came', async () => {
    expect(gateOf((await ledgers.run({ tables }, both)).report)).toBeUndefined();
  });

  it('compares a fingerprint that was made at the source with its own', async () => {
    const made = await ledgers.fingerprint(ledgers.write({ tables }, both), 'source');
    const certified = await ledgers.run({ tables }, { ...both, 'target/old.fingerprint.json': made.bytes });
    const [certificate] = certified.report.sides.target.certificates!;
    expect(certificate).toMatchObject({ kind: 'fingerprint', about: 'rows', result: 'holds' });
    const other = { ...both, 'target/a.csv': text.replace('3', '4'), 'target/old.fingerprint.json': made.bytes };
    const differing = await ledgers.run({ tables }, other);
    expect(differing.report.sides.target.certificates).toMatchObject([{ about: 'rows', result: 'fails' }]);
  });

  it('gives the same bytes however often it is made', async () => {
    const plan = ledgers.write({ tables }, { ...both, 'source/SHA256SUMS': `${sha256(text)}  a.csv\n` });
    const made = [await ledgers.reconcile(plan, 1), await ledgers.reconcile(plan, 2)];
    expect(new Set(made.map(({ folder }) => readFileSync(join(folder, 'report.json'), 'utf8'))).size).toBe(1);
  });

  it('is refused as evidence when its report calls a failing certificate holding', async () => {
    const { folder } = await ledgers.run({ tables }, { ...both, 'target/SHA256SUMS': `${sha256('x')}  a.csv\n` });
    const forged = join(ledgers.fresh(), 'package');
    cpSync(folder, forged, { recursive: true });
    const path = join(forged, 'report.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"result":"fails"', '"result":"holds"'));
    const { sound, checks } = await verified(forged);
    expect(sound).toBe(false);
    expect(checks.find(({ name }) => name === 'report')!.why).toContain('It holds, and something of it does not');
  });
});
