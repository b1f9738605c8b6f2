import type { Exception } from '../../../contract/exception.ts';
import { failed, notDone, passed, type Check } from '../checks/check.ts';
import type { Signer } from '../signing/check-signatures.ts';
import { samePerson } from '../signing/same-person.ts';

const name = 'exceptions approved';

/** Why an exception is not approved by these sign-offs, as what continues "Exception ID …"; null where it is. */
export function whyUnapproved(exception: Exception, signers: readonly Signer[]): string | null {
  const listed = signers.filter(
    (signer) =>
      signer.decision === 'APPROVE' &&
      signer.exceptions.includes(exception.id) &&
      samePerson(signer.name, exception.approver),
  );
  if (listed.length === 0) return `waits for "${exception.approver}"`;
  const trusted = listed.filter((signer) => signer.trusted);
  if (trusted.length === 0) return `is approved by "${exception.approver}", which is no name you trust`;
  return trusted.some(({ judgedAt }) => new Date(judgedAt) < new Date(exception.expires))
    ? null
    : `expired at ${exception.expires}`;
}

/** Exceptions that their approvers have not yet signed are said; a sign-off that lists others is refused. */
export function judgeApprovals(exceptions: readonly Exception[], signers: readonly Signer[]): Check[] {
  const ids = new Set(exceptions.map(({ id }) => id));
  for (const signer of signers) {
    const foreign = signer.exceptions.find((id) => !ids.has(id));
    if (foreign !== undefined)
      return [failed(name, `Sign-off ${signer.number} lists exception ${foreign}, which the package does not hold`)];
  }
  if (exceptions.length === 0) return [];
  const open = exceptions.flatMap((exception) => {
    const why = whyUnapproved(exception, signers);
    return why === null ? [] : [`${exception.id.slice(0, 12)} ${why}`];
  });
  if (open.length === 0) return [passed(name)];
  const shown = open.slice(0, 20).join('; ') + (open.length > 20 ? `; and ${open.length - 20} more` : '');
  return [notDone(name, `Exceptions not yet approved: ${shown}`)];
}
