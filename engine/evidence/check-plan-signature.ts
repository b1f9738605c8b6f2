import { principalsFor } from './allowed-signers.ts';
import { failed, notDone, type Check } from './check.ts';
import type { Trust } from './judge-signoff.ts';
import type { Report } from './report.ts';
import { planNamespace, planSigner } from './plan-signature.ts';
import { whyOf } from './judge-signoff.ts';

const name = 'plan signature';

/** Whether the rules were fixed in advance, and by whom: `signed` is what the report says, null for nobody. */
export function checkPlanSignature(
  plan: Uint8Array,
  signed: NonNullable<Report['plan']['signed']> | null,
  { allowed, revoked = null, now }: Trust,
): Check {
  if (signed === null)
    return notDone(
      name,
      'Nobody had signed the plan before the run: nothing shows that its rules were fixed in advance',
    );
  try {
    const { fingerprint, blob } = planSigner(plan, Buffer.from(signed.signature, 'latin1'), 'report.json');
    if (fingerprint !== signed.by)
      return failed(name, `report.json names ${signed.by}, and ${fingerprint} signed the plan`);
    if (revoked?.has(blob) === true) return failed(name, `The plan is signed with a revoked key, ${fingerprint}`);
    const fixed = 'The rules were fixed before the run';
    if (allowed === null)
      return notDone(name, `${fixed}, by ${fingerprint}: nobody was named, so whose it is is not known`);
    const principals = principalsFor(allowed, blob, planNamespace, now);
    return principals.length === 0
      ? notDone(name, `${fixed}, by ${fingerprint}, which is no key you named`)
      : { name, result: 'passed', why: `${fixed}, by ${principals.join(', ')}` };
  } catch (error) {
    return failed(name, whyOf(error));
  }
}
