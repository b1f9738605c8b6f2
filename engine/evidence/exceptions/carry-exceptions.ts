import { counted } from '../../../contract/grouped.ts';
import type { Exception } from '../../../contract/exception.ts';
import type { Plan } from '../../plan/plan.ts';
import { loadHash } from '../../tree/hashes.ts';
import type { Report } from '../report/report.ts';
import { addUpAccepted, type Accepted } from './accepted.ts';
import { bindRows, type Differences } from './bind-rows.ts';
import { exceptedTables } from './excepted-table.ts';
import type { BoundRows } from './rows-digest.ts';

export interface CarriedExceptions {
  /** Those that stand, in ascending order of their ids. */
  readonly exceptions: readonly Exception[];
  readonly carried: NonNullable<Report['carried']>;
  readonly accepted: Accepted;
}

/**
 * Holds the exceptions of an earlier run against the differences of this one, as many as `lines`: each stands, or lapses
 * and says why, and how many differences none of them names is said too.
 */
export async function carryExceptions(
  given: readonly Exception[],
  plan: Plan,
  at: string,
  differences: Differences,
  lines: bigint,
): Promise<CarriedExceptions> {
  const tables = exceptedTables(plan);
  let named = 0n;
  const bound = await bindRows(given, tables, await loadHash(plan.hash), differences, () => named++);
  const judged = given.map((exception, i) => ({ exception, why: whyLapsed(exception, bound[i]!, at) }));
  const exceptions = judged.filter(({ why }) => why === null).map(({ exception }) => exception);
  return {
    exceptions,
    carried: {
      new: String(lines - named),
      stand: exceptions.map(({ id }) => id),
      lapsed: judged.flatMap(({ exception, why }) => (why === null ? [] : [{ exception, why }])),
    },
    accepted: await addUpAccepted(exceptions, tables, differences),
  };
}

/** Why an exception does not hold at that time for what it names now; null where it does. */
export function whyLapsed(exception: Exception, found: BoundRows | string, at: string): string | null {
  const { expires, rows } = exception;
  if (expires <= at) return `It expired at ${expires}`;
  if (typeof found === 'string') return found;
  // A digest alone tells no repair from a plan that reads the same row in another way: both are said.
  if (found.count === '0')
    return 'keyDigest' in exception
      ? 'No such difference has its key: it is repaired, or this plan has another key or hash'
      : 'Nothing that it names differs any more';
  if (found.count !== rows.count)
    return `It was accepted for ${counted(rows.count, 'difference')}, and it names ${found.count} now`;
  return found.digest === rows.digest
    ? null
    : 'A row that it names is not as it was accepted: a value has changed, or this plan has other columns or another hash';
}
