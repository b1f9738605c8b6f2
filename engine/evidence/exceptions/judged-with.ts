import { createHash } from 'node:crypto';
import type { Exception } from '../../../contract/exception.ts';
import type { Plan } from '../../plan/plan.ts';
import { judgeVerdict } from '../report/judge-verdict.ts';
import type { ReportStatement } from '../report/report.ts';
import type { Accepted } from './accepted.ts';
import { exceptionsBytes, exceptionsName } from './exceptions-file.ts';

/** The same report with other exceptions: gates and verdict are judged again from its counts. */
export function judgedWith(
  { predicate, subject, ...statement }: ReportStatement,
  plan: Plan,
  exceptions: readonly Exception[],
  accepted?: Accepted,
): { readonly statement: ReportStatement; readonly file: Uint8Array } {
  const file = exceptionsBytes(exceptions);
  const sha256 = createHash('sha256').update(file).digest('hex');
  return {
    file,
    statement: {
      ...statement,
      subject: subject.map((one) => (one.name === exceptionsName ? { ...one, digest: { sha256 } } : one)),
      predicate: { ...predicate, exceptions: [...exceptions], ...judgeVerdict(plan.gates, predicate, accepted) },
    },
  };
}

/** The report without what people gave to it: what a repeated run on the exports can be compared with. */
export function ofExportsAlone(statement: ReportStatement, plan: Plan): ReportStatement {
  const predicate = { ...statement.predicate, plan: { ...statement.predicate.plan } };
  delete predicate.carried;
  delete predicate.plan.signed;
  return judgedWith({ ...statement, predicate }, plan, []).statement;
}
