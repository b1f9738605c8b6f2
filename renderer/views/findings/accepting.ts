import type { CallInput } from '../../../contract/calls.ts';
import { acceptableKinds, type AcceptableKind } from '../../../contract/exception.ts';
import { samePerson } from '../../text/same-person.ts';
import type { Difference } from './kinds.ts';

export type Names = CallInput<'exceptions.accept'>['names'];

/** What the dialog asks of whoever accepts. */
export interface Wish {
  scope: 'one' | 'class';
  /** Of a class of pairs: this column alone differs. */
  onlyColumn: boolean;
  condition: string;
  reason: string;
  owner: string;
  approver: string;
  /** A day, `2026-06-30`. */
  expires: string;
}

/** The kind under which a difference can be accepted; null for a row without a form, which has no digest. */
export const acceptable = ({ kind }: Difference): AcceptableKind | null =>
  acceptableKinds.find((one) => one === kind) ?? null;

/** The one column that differs; null where several do, or rows of one side alone. */
export const onlyColumnOf = ({ kind, columns }: Difference): string | null =>
  (kind === 'changed' || kind === 'within_tolerance') && columns.length === 1 ? columns[0]! : null;

export function namesOf(wish: Wish, table: string, difference: Difference): Names | null {
  const kind = acceptable(difference);
  if (kind === null) return null;
  if (wish.scope === 'one') return { line: difference.line };
  const condition = wish.condition.trim();
  return {
    ...{ table, kind },
    column: wish.onlyColumn ? onlyColumnOf(difference) : null,
    condition: condition === '' ? null : condition,
  };
}

/** What is still to be said before it can be accepted; null where nothing is. */
export function missing({ reason, owner, approver, expires }: Wish, today: string): string | null {
  if (reason.trim() === '') return 'Give a reason.';
  if (owner.trim() === '' || approver.trim() === '') return 'Name an owner and an approver.';
  if (samePerson(owner, approver)) return 'The owner cannot be the approver too.';
  if (expires === '') return 'Say until when it holds.';
  return expires < today ? 'That day is past.' : null;
}

/** A day lasts to its end in UTC. */
export const endOfDay = (day: string): string => `${day}T23:59:59Z`;
