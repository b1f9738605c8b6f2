import type { CallOutput } from '../../../contract/calls.ts';
import type { Exception } from '../../../contract/exception.ts';
import { samePerson } from '../../text/same-person.ts';

export type Signoff = CallOutput<'signoff.view'>;
export const roles = ['preparer', 'approver', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** Signatures the plan asks for and that are not there; a rejection is no approval. */
export function missing({ needed, signed }: Signoff): { readonly role: Role; readonly count: bigint }[] {
  return (['preparer', 'approver'] as const).flatMap((role) => {
    const there = signed.filter((one) => one.role === role && one.decision === 'APPROVE').length;
    const count = BigInt(needed[role]) - BigInt(there);
    return count > 0n ? [{ role, count }] : [];
  });
}

export const rejected = ({ signed }: Signoff): boolean => signed.some(({ decision }) => decision === 'REJECT');

/** The role that is wanted next. */
export const nextRole = (signoff: Signoff): Role => missing(signoff)[0]?.role ?? 'auditor';

/** The exceptions that somebody of this name is to approve, and has not. */
export function toApprove(exceptions: readonly Exception[], { signed }: Signoff, name: string): Exception[] {
  const done = new Set(signed.flatMap((one) => (one.decision === 'APPROVE' ? (one.exceptions ?? []) : [])));
  return exceptions.filter(({ id, approver }) => samePerson(approver, name) && !done.has(id));
}
