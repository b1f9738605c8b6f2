import type { Gates } from '../../plan/plan.ts';
import { certificatesOf } from './certificates-of.ts';
import type { Accepted } from '../exceptions/accepted.ts';
import { judgeGates } from './judge-gates.ts';
import type { Report, Verdict } from './report.ts';

type Counted = Pick<Report, 'sides' | 'tables' | 'coverage' | 'disagreements'>;

/** The gates, and the verdict that follows from them and from what disagreed (formats.md section 8). */
export function judgeVerdict(
  gates: Gates,
  { sides, tables, coverage, disagreements = [] }: Counted,
  accepted?: Accepted,
): Pick<Report, 'gates' | 'verdict'> {
  const certificates = certificatesOf({ sides });
  const judged = judgeGates(gates, tables, coverage, certificates, accepted);
  const passes = (all: Report['gates']) => all.every(({ pass }) => pass);
  const verdict = (): Verdict => {
    if (disagreements.length > 0) return 'NOT_PROVEN';
    if (!passes(judged)) return 'NOT_RECONCILED';
    return passes(judgeGates(gates, tables, coverage, certificates)) ? 'RECONCILED' : 'RECONCILED_WITH_EXCEPTIONS';
  };
  return { gates: judged, verdict: verdict() };
}
