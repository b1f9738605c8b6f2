import type { Exception } from '../../../contract/exception.ts';
import { TallyError } from '../../../contract/problem.ts';
import { samePerson } from '../signing/same-person.ts';
import type { Signoff } from '../signing/signoff-statement.ts';

/** The full ids of the exceptions that a signer approves; each must be theirs to approve, and hold at that time. */
export function approvedBy(
  { name, decision, at }: Pick<Signoff, 'name' | 'decision' | 'at'>,
  wanted: readonly string[],
  held: readonly Exception[],
): string[] {
  if (wanted.length > 0 && decision === 'REJECT') throw refusal('A REJECT approves no exception');
  const ids = wanted.map((written) => {
    const exception = theOne(written, held);
    if (!samePerson(exception.approver, name))
      throw refusal(`Exception ${written} is for "${exception.approver}" to approve, not for "${name}"`);
    if (exception.expires <= at) throw refusal(`Exception ${written} expired at ${exception.expires}`);
    return exception.id;
  });
  return [...new Set(ids)].sort();
}

function theOne(written: string, held: readonly Exception[]): Exception {
  const found = /^[0-9a-f]{8,64}$/.test(written) ? held.filter(({ id }) => id.startsWith(written)) : [];
  const [exception] = found;
  if (exception === undefined) throw refusal(`The package holds no exception ${JSON.stringify(written)}`);
  if (found.length > 1) throw refusal(`${written} could be ${found.length} exceptions`);
  return exception;
}

const refusal = (what: string): TallyError =>
  new TallyError('usage', what, '', 'report.html lists the exceptions with their ids; give 8 digits of one at least');
