import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../contract/grouped.ts';
import { exceptionsName, parseExceptions } from '../engine/evidence/exceptions/exceptions-file.ts';
import { samePerson } from '../engine/evidence/signing/same-person.ts';
import type { Signoff } from '../engine/evidence/signing/signoff-statement.ts';
import { shownValue } from './shown-value.ts';

/** The ids of exceptions, or as much of each as its signer has written. */
export type ExceptionsListed = Pick<Signoff, 'name' | 'decision'> & { readonly exceptions: readonly string[] };

/**
 * What to tell a signer whose approval exceptions of a sound package wait for and who does not list them, else null:
 * a person signs a package once, so that it cannot be made good in this one.
 */
export function leftUnapproved(folder: string, { name, decision, exceptions }: ExceptionsListed): string | null {
  if (decision === 'REJECT') return null;
  const left = parseExceptions(readFileSync(join(folder, exceptionsName)), exceptionsName).filter(
    ({ id, approver }) => samePerson(approver, name) && !exceptions.some((written) => id.startsWith(written)),
  );
  if (left.length === 0) return null;
  const [wait, them] = left.length === 1 ? ['waits', 'it'] : ['wait', 'them'];
  const ids = left.map(({ id }) => id.slice(0, 12)).join(', ');
  return `${counted(left.length, 'exception')} that ${wait} for ${shownValue(name)} to approve, and this sign-off leaves ${them} out: ${ids}`;
}
