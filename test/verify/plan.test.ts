import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { newKey, trusting } from '../evidence/small-package.ts';
import { planOf, ledger } from '../evidence/verify/ledger-by-hand.ts';
import { resum } from '../evidence/verify/package-by-hand.ts';
import { edit, forgery } from '../evidence/verify/verify-by-hand.ts';
import { failuresOf, judged } from './stand-alone.ts';

describe('the plan, which the stand-alone verifier does not read', () => {
  it('is named as not read, whatever it says, and still bound: another is refused', async () => {
    for (const plan of [JSON.stringify(planOf(ledger)), '# by hand\n&plan { a: *plan }\n']) {
      const forged = forgery();
      forged.text('plan.yaml', () => plan);
      const folder = forged.seal();
      const found = await judged(folder);
      expect(failuresOf(found)).toEqual([]);
      expect(found.checks.find(({ name }) => name === 'plan')).toEqual({
        name: 'plan',
        result: 'not_done',
        why: 'plan.yaml is bound as it is; its limits, signers, rules and totals are taken as report.json has them',
      });
      edit(folder, 'plan.yaml', (bytes) => Buffer.concat([bytes, Buffer.from('\n')]));
      resum(folder, [...forged.files.keys(), 'report.json', 'report.html'].sort());
      expect(failuresOf(await judged(folder)).join('\n')).toMatch(/subjects: The subjects of report.json are not/);
    }
  });

  it('is asked for its signers by the word of report.json, and only where a trusted name has signed that word', async () => {
    const forged = forgery();
    forged.report.signers = { preparer: '0', approver: '0' };
    const folder = forged.seal();
    expect((await judged(folder)).requirements.signed).toEqual({
      met: false,
      why: 'Nobody you trust signed, so whom the plan asks for is nobody’s word',
    });
    const key = newKey();
    const by = {
      key,
      name: 'ada',
      role: 'preparer',
      decision: 'APPROVE',
      text: '',
      at: '2026-01-31T09:00:00Z',
    } as const;
    await signPackage({ folder, ...by });
    expect((await judged(folder, trusting({ ada: key }))).requirements.signed).toEqual({
      met: true,
      why: 'All signed whom the plan asks for, by the word of report.json, and nobody rejects',
    });
    expect((await judged(folder, trusting({ eve: newKey() }))).requirements.signed.met).toBe(false);
    writeFileSync(join(folder, 'plan.yaml'), '');
    expect((await judged(folder, trusting({ ada: key }))).requirements.signed.why).toBe('The evidence is not sound');
  });
});
