import { counted } from '../../../contract/grouped.ts';
import type { Plan } from '../../plan/plan.ts';
import { jcsText } from '../../canonical/jcs.ts';
import { loadHash } from '../../tree/hashes.ts';
import { addUpAccepted, type Accepted } from '../exceptions/accepted.ts';
import { bindRows, type Differences } from '../exceptions/bind-rows.ts';
import { whyLapsed } from '../exceptions/carry-exceptions.ts';
import { exceptedTables } from '../exceptions/excepted-table.ts';
import { exceptionsName, parseExceptions } from '../exceptions/exceptions-file.ts';
import type { Report } from '../report/report.ts';
import { demand } from './judge.ts';

/**
 * Every exception is one of report.json, holds at the time the report claims, and is bound to exactly the differences
 * that it names; what lapsed does not hold. Answers with what they take out of the counts.
 */
export async function checkExceptions(
  bytes: Uint8Array,
  report: Report,
  plan: Plan,
  differences: Differences,
): Promise<{ readonly accepted: Accepted; readonly said: string }> {
  const exceptions = parseExceptions(bytes, exceptionsName);
  demand(
    jcsText(exceptions) === jcsText(report.exceptions),
    'The exceptions are not those of report.json',
    exceptionsName,
  );
  const { stand, lapsed, new: fresh }: NonNullable<Report['carried']> = report.carried ?? { stand: [], lapsed: [] };
  const ids = new Set(exceptions.map(({ id }) => id));
  demand(
    stand.every((id) => ids.has(id)) && !lapsed.some(({ exception }) => ids.has(exception.id)),
    'What report.json says of carried exceptions is not what the package holds',
  );
  const all = [...exceptions, ...lapsed.map(({ exception }) => exception)];
  const tables = exceptedTables(plan);
  const carried = new Set(stand);
  const isGiven = (i: number): boolean => i >= exceptions.length || carried.has(all[i]!.id);
  let named = 0n;
  const bound = await bindRows(all, tables, await loadHash(report.hash), differences, (by) => {
    if (by.some(isGiven)) named++;
  });
  demand(
    fresh === undefined || BigInt(fresh) + named === BigInt(report.differences.lines),
    `${BigInt(report.differences.lines) - named} differences are named by no exception that the run was given, and report.json says ${fresh!}`,
  );
  if (all.length === 0) return { accepted: new Map(), said: 'There are none' };
  for (const [i, exception] of all.entries()) {
    const why = whyLapsed(exception, bound[i]!, report.at);
    if (i < exceptions.length) demand(why === null, `Exception ${exception.id} has lapsed: ${why ?? ''}`);
    else demand(why !== null, `Exception ${exception.id} is called lapsed, and it stands`);
  }
  const said = `${counted(BigInt(exceptions.length), 'exception')}, each bound to the rows that it names`;
  return { accepted: await addUpAccepted(exceptions, tables, differences), said };
}
