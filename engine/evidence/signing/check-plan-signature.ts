import { principalsFor, whyNotPrincipal } from './allowed-signers.ts';
import { failed, notDone, type Check } from '../checks/check.ts';
import { isRevoked, type Trust } from './judge-signoff.ts';
import { judgedText, timeText, type JudgedTime } from './judged-time.ts';
import type { Report } from '../report/report.ts';
import { planNamespace, planSigner } from './plan-signature.ts';
import { whyOf } from './judge-signoff.ts';

const name = 'plan signature';

/**
 * Whether the rules were fixed in advance, and by whom: `signed` is what the report says, null for nobody. The report
 * holds the signature, so that a trusted timestamp of a sign-off says of it too that it was there.
 */
export function checkPlanSignature(
  plan: Uint8Array,
  signed: NonNullable<Report['plan']['signed']> | null,
  { allowed, revoked = null }: Trust,
  judged: JudgedTime,
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
    if (revoked !== null && isRevoked(revoked, { blob }, judged))
      return failed(name, `The plan is signed with a revoked key, ${fingerprint}`);
    const fixed = 'The rules were fixed before the run';
    if (allowed === null)
      return notDone(name, `${fixed}, by ${fingerprint}: nobody was named, so whose it is is not known`);
    const principals = principalsFor(allowed, blob, planNamespace, judged.at);
    if (principals.length > 0)
      return { name, result: 'passed', why: `${fixed}, by ${principals.join(', ')}. ${judgedFor(judged)}` };
    const whose = whyNotPrincipal(allowed, blob, planNamespace, judged.at);
    return whose === null
      ? notDone(name, `${fixed}, by ${fingerprint}, which is no key you named`)
      : notDone(name, `${fixed}, by a key of ${whose}. ${judgedFor(judged)}`);
  } catch (error) {
    return failed(name, whyOf(error));
  }
}

const judgedFor = (judged: JudgedTime): string =>
  judged.byTimestamp ? `Judged for ${timeText(judged.at)}, by the trusted timestamp of a sign-off` : judgedText(judged);
