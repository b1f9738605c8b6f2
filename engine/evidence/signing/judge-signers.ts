import { failed, passed, type Check } from '../checks/check.ts';
import type { JudgedSignoff } from './judge-signoff.ts';
import { samePerson } from './same-person.ts';
import type { Role, Signoff } from './signoff-statement.ts';

/** A signer as far as telling people apart goes. */
export interface SignerLike {
  readonly number: string;
  readonly name: string;
  readonly role: Role;
  /** Fingerprint; null where no signature holds. */
  readonly key: string | null;
}

/** Why two sign-offs cannot stand side by side; null when they can. One person has one key and one voice. */
export function conflictOf(
  a: SignerLike,
  b: SignerLike,
): { kind: 'approver' | 'twice' | 'preparers'; why: string } | null {
  const shared = samePerson(a.name, b.name) ? 'name' : a.key !== null && a.key === b.key ? 'key' : null;
  const roles = new Set([a.role, b.role]);
  if (shared === null)
    return a.role === 'preparer' && b.role === 'preparer'
      ? { kind: 'preparers', why: `"${a.name}" (${a.number}) and "${b.name}" (${b.number}) both sign as preparer` }
      : null;
  if (roles.has('approver') && roles.has('preparer')) {
    const approver = a.role === 'approver' ? a : b;
    return {
      kind: 'approver',
      why: `The approver "${approver.name}" is the preparer, by ${shared} (${a.number}, ${b.number})`,
    };
  }
  return shared === 'name'
    ? { kind: 'twice', why: `"${a.name}" signed twice (${a.number}, ${b.number})` }
    : { kind: 'twice', why: `One key signed twice, as "${a.name}" (${a.number}) and as "${b.name}" (${b.number})` };
}

const conflictChecks = {
  twice: 'one sign-off a person and a key',
  approver: 'the approver is not the preparer',
  preparers: 'one preparer',
} as const;

/** Judges the sign-offs against each other. */
export function judgeSigners(signoffs: readonly JudgedSignoff[]): Check[] {
  const signers = signoffs.flatMap(({ number, statement, key }) =>
    statement === null ? [] : [signerOf(number, statement, key?.fingerprint ?? null)],
  );
  const conflicts = signers.flatMap((a, i) => signers.slice(i + 1).flatMap((b) => conflictOf(a, b) ?? []));
  return Object.entries(conflictChecks).map(([kind, name]) => {
    const found = conflicts.filter((conflict) => conflict.kind === kind).map(({ why }) => why);
    return found.length === 0 ? passed(name) : failed(name, found.join('; '));
  });
}

const signerOf = (number: string, { name, role }: Signoff, key: string | null): SignerLike => ({
  number,
  name,
  role,
  key,
});
