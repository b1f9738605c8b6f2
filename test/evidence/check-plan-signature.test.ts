import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllowedSigners } from '../../engine/evidence/signing/allowed-signers.ts';
import { checkPlanSignature } from '../../engine/evidence/signing/check-plan-signature.ts';
import { signedPlan, signPlan } from '../../engine/evidence/signing/plan-signature.ts';
import { readPrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { sshKeygen, temporaryFolder } from './tools.ts';

const plan = Buffer.from('tallystick: 1\n');
const now = new Date('2026-06-15T12:00:00Z');
const then = new Date('2026-03-01T00:00:00Z');

describe('The signature of a plan whose key is named', () => {
  it.each([
    ['and valid', '', false, 'passed', 'by ada. Judged for the time of verifying, 2026-06-15T12:00:00Z'],
    [
      'and not valid any more',
      'valid-before="20260401Z" ',
      false,
      'not_done',
      'by a key of ada, which is not valid at 2026-06-15T12:00:00Z. Judged for the time of verifying',
    ],
    [
      'and was valid when a sign-off was stamped',
      'valid-before="20260401Z" ',
      true,
      'passed',
      'by ada. Judged for 2026-03-01T00:00:00Z, by the trusted timestamp of a sign-off',
    ],
    [
      'for something else',
      'namespaces="tallystick-signoff" ',
      false,
      'not_done',
      'by a key of ada, which may not sign for tallystick-plan',
    ],
  ] as const)('%s says so, and for which time', async (_, options, byTimestamp, result, why) => {
    const path = sshKeygen(temporaryFolder(), 'ed25519');
    const line = readFileSync(`${path}.pub`, 'utf8').trim();
    const key = readPrivateKey(readFileSync(path));
    const signed = signedPlan(plan, Buffer.from(await signPlan(plan, key)), '');
    const allowed = parseAllowedSigners(`ada ${options}${line}`);
    const judged = { at: byTimestamp ? then : now, byTimestamp };
    const found = checkPlanSignature(plan, signed, { allowed, now }, judged);
    expect(found).toMatchObject({
      result,
      why: expect.stringContaining(`The rules were fixed before the run, ${why}`) as string,
    });
  });
});
