import { createHash } from 'node:crypto';
import { classExceptionSchema, keyExceptionSchema, type Exception } from '../../../contract/exception.ts';
import { TallyError } from '../../../contract/problem.ts';
import { jcsBytes, parseJcs } from '../../canonical/jcs.ts';
import { samePerson } from '../signing/same-person.ts';

export const exceptionsName = 'exceptions.jsonl';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
export type Unnamed = WithoutId<Exception>;

/** SHA-256 of the line's JCS without `id` (formats.md section 10). */
export function idOf(exception: Unnamed | Exception): string {
  const named: Partial<Exception> = { ...exception };
  delete named.id;
  return createHash('sha256').update(jcsBytes(named)).digest('hex');
}

/** The file, its lines in ascending order of their ids. */
export function exceptionsBytes(exceptions: readonly Exception[]): Uint8Array {
  const sorted = [...exceptions].sort((a, b) => (a.id < b.id ? -1 : 1));
  return Buffer.concat(sorted.flatMap((exception) => [jcsBytes(exception), Buffer.of(0x0a)]));
}

/** Reads the file, to the byte as it is written; else `evidence_unsound` with the line. */
export function parseExceptions(bytes: Uint8Array, name: string): Exception[] {
  const found: Exception[] = [];
  for (let at = 0, line = 1; at < bytes.length; line++) {
    const where = `${name}, line ${line}`;
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) throw new TallyError('evidence_unsound', 'The line has no end', where);
    found.push(judged(parseJcs(bytes.subarray(at, end), where), where));
    at = end + 1;
  }
  for (const [i, { id }] of found.entries())
    if (i > 0 && found[i - 1]!.id >= id)
      throw new TallyError('evidence_unsound', 'The exceptions are not in the order of their ids', name);
  return found;
}

/**
 * Exceptions that somebody gives to a run, of several packages maybe: in any order and any spelling of JSON, and the same
 * twice is one. Their ids say that none was edited.
 */
export function parseGivenExceptions(bytes: Uint8Array, name: string): Exception[] {
  const found = new Map<string, Exception>();
  for (const [i, line] of Buffer.from(bytes).toString('utf8').split(/\r?\n/).entries()) {
    const where = `${name}, line ${i + 1}`;
    if (line.trim() === '') continue;
    const exception = judged(parsed(line, where), where);
    found.set(exception.id, exception);
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function parsed(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new TallyError('evidence_unsound', 'The line is no JSON', where, 'Give the exceptions.jsonl of a package');
  }
}

function judged(value: unknown, where: string): Exception {
  const unsound = (what: string) => new TallyError('evidence_unsound', what, where);
  const isClass = typeof value === 'object' && value !== null && 'where' in value;
  const read = (isClass ? classExceptionSchema : keyExceptionSchema).safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw unsound(`The line is no exception: ${issue!.path.join('.')} ${issue!.message}`);
  }
  const exception = read.data;
  if (idOf(exception) !== exception.id) throw unsound('The id is not that of the exception');
  refuseOwnApproval(exception, unsound);
  return exception;
}

/** Nobody approves what they answer for. */
export function refuseOwnApproval(
  { owner, approver }: Pick<Exception, 'owner' | 'approver'>,
  refusal: (what: string) => Error,
): void {
  if (samePerson(owner, approver)) throw refusal(`The owner "${owner}" cannot be the approver too`);
}
