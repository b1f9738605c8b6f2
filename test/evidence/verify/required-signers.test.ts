import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signPackage } from '../../../engine/evidence/signing/sign-package.ts';
import { conclude, verificationSentence, verifyExit } from '../../../engine/evidence/verification.ts';
import type { Decision, Role } from '../../../engine/evidence/signing/signoff-statement.ts';
import { reportOf } from '../sample-report.ts';
import { allowing, newKey } from '../small-package.ts';
import { equalLedger, ledger, type Table } from './ledger-by-hand.ts';
import { edit, forgery, verify } from './verify-by-hand.ts';

const at = '2026-01-31T09:00:00Z';
const keys = { ada: newKey(), bob: newKey('P-256'), eve: newKey() };
type Name = keyof typeof keys;
const trust = { allowed: allowing({ ada: keys.ada, bob: keys.bob }), now: new Date('2026-02-01T00:00:00Z') };

/** Nothing differs and no check fails. */
const reconciled: readonly Table[] = equalLedger.map((table) => ({
  ...table,
  checks: [],
  source: table.source.filter(({ cells }) => cells[1] !== 'twice'),
  target: table.source.filter(({ cells }) => cells[1] !== 'twice'),
}));

async function signed(tables: readonly Table[], ...people: readonly (readonly [Name, Role, Decision?])[]) {
  const folder = forgery(tables).seal();
  for (const [name, role, decision = 'APPROVE'] of people)
    await signPackage({ folder, key: keys[name], name, role, decision, text: '', at });
  return folder;
}

describe('verify', () => {
  it('says that an unsigned package is intact and signed by nobody, and ends with 0 unless more is required', async () => {
    const found = await verify(await signed(ledger));
    expect(verificationSentence(found)).toBe('intact, signed by nobody you named');
    expect([null, 'signed', 'reconciled'].map((require) => verifyExit(found, require as 'signed'))).toEqual([0, 1, 1]);
    expect(found.requirements.signed.why).toBe('The plan asks for 1 preparer, and 0 signed by a name you trust');
  });

  it('says the same of names that nobody vouches for', async () => {
    const found = await verify(await signed(ledger, ['ada', 'preparer'], ['bob', 'approver']));
    expect(verificationSentence(found)).toBe('intact, signed by nobody you named');
    expect(verifyExit(found, 'signed')).toBe(1);
  });

  it('finds the signers that the plan asks for, whatever the verdict', async () => {
    const found = await verify(await signed(ledger, ['ada', 'preparer'], ['bob', 'approver']), { trust });
    expect(verificationSentence(found)).toBe('intact, signed by ada (preparer), bob (approver)');
    expect([null, 'signed', 'reconciled'].map((require) => verifyExit(found, require as 'signed'))).toEqual([0, 0, 1]);
    expect(found.requirements.reconciled.why).toBe('The verdict is NOT_RECONCILED');
  });

  it('finds a reconciled package signed', async () => {
    const found = await verify(await signed(reconciled, ['ada', 'preparer'], ['bob', 'approver']), { trust });
    expect(found.verdict).toBe('RECONCILED');
    expect(verifyExit(found, 'reconciled')).toBe(0);
  });

  it('does not take a package for signed that nobody you trust has signed, though its plan asks for nobody', async () => {
    const found = await verify(await signed(reconciled, ['ada', 'preparer'], ['bob', 'approver']), { trust });
    const asksForNobody = reportOf({ verdict: 'RECONCILED', signers: { preparer: '0', approver: '0' } });
    const of = (signers: typeof found.signers) => conclude(asksForNobody, [], signers).requirements;
    const why = 'The plan asks for nobody, and nobody you trust has signed';
    expect(of([])).toEqual({ signed: { met: false, why }, reconciled: { met: false, why } });
    expect(of(found.signers.map((signer) => ({ ...signer, trusted: false }))).signed.met).toBe(false);
    expect(of(found.signers.slice(1)).reconciled.met).toBe(true);
  });

  it('does not take an auditor, or a name you do not trust, for an approver', async () => {
    for (const last of [
      ['bob', 'auditor'],
      ['eve', 'approver'],
    ] as const) {
      const found = await verify(await signed(reconciled, ['ada', 'preparer'], last), { trust });
      expect(found.sound).toBe(true);
      expect(verifyExit(found, 'signed')).toBe(1);
      expect(found.requirements.signed.why).toBe('The plan asks for 1 approver, and 0 signed by a name you trust');
    }
  });

  it.each(['auditor', 'approver'] as const)('lets a REJECT of an %s stand against everybody else', async (role) => {
    const found = await verify(
      await signed(reconciled, ['ada', 'preparer'], ['bob', 'approver'], ['eve', role, 'REJECT']),
      { trust },
    );
    expect(found.sound).toBe(true);
    expect(verifyExit(found, 'reconciled')).toBe(1);
    expect(found.requirements.signed.why).toBe('Rejected by eve');
  });

  it('ends with 4 whatever is required where the evidence is not sound, and says first what broke', async () => {
    const folder = await signed(reconciled, ['ada', 'preparer'], ['bob', 'approver']);
    edit(folder, 'plan.yaml', (bytes) => Buffer.concat([bytes, Buffer.from(' ')]));
    const found = await verify(folder, { trust });
    expect([null, 'signed', 'reconciled'].map((require) => verifyExit(found, require as 'signed'))).toEqual([4, 4, 4]);
    expect(verificationSentence(found)).toBe('not sound: sha256sums: Changed since SHA256SUMS was written: plan.yaml');
    expect(found.requirements.signed).toEqual({ met: false, why: 'The evidence is not sound' });
  });

  it.each([
    'report.dsse.json',
    'report.json.sig',
    'signoffs/001.json',
    'signoffs/001.dsse.json',
    'signoffs/001.json.sig',
    'signoffs/002.json',
  ])('refuses a signed package wherever a byte of %s is changed, and names the file', async (name) => {
    const folder = await signed(reconciled, ['ada', 'preparer'], ['bob', 'approver']);
    const original = readFileSync(join(folder, name));
    // The first and last bytes, and some between.
    for (let i = 0; i <= 16; i++) {
      const at = Math.floor(((original.length - 1) * i) / 16);
      edit(folder, name, () => original.with(at, original[at]! ^ 1));
      const { sound, checks } = await verify(folder);
      expect([at, sound]).toEqual([at, false]);
      const whys = checks.filter(({ result }) => result === 'failed').map(({ why }) => why);
      expect(whys.join('\n')).toContain(name);
    }
  });

  it('refuses a sign-off of another package', async () => {
    const folder = await signed(ledger, ['ada', 'preparer']);
    const other = await signed(reconciled, ['bob', 'approver']);
    for (const name of ['json', 'json.sig', 'dsse.json'])
      cpSync(join(other, `signoffs/001.${name}`), join(folder, `signoffs/002.${name}`));
    const { checks } = await verify(folder, { trust });
    expect(checks.filter(({ result }) => result === 'failed').map(({ name }) => name)).toEqual([
      'sign-off 002: report',
    ]);
  });
});
