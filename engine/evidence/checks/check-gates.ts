import { jcsText } from '../../canonical/jcs.ts';
import type { Gates } from '../../plan/plan.ts';
import { certificatesOf } from '../certificates-of.ts';
import { judgeGates } from '../judge-gates.ts';
import type { Report, Verdict } from '../report.ts';
import { demand } from './judge.ts';

/** The gates of the plan, judged again from the counts, are the report's, and its verdict follows. */
export function checkGates(gates: Gates, report: Report): string {
  const judged = judgeGates(gates, report.tables, report.coverage, certificatesOf(report));
  const differing = judged.findIndex((gate, i) => jcsText(gate) !== jcsText(report.gates[i] ?? null));
  demand(
    differing < 0,
    `Judged again from the counts, the gate ${judged[differing]?.name ?? ''} is not what report.json says`,
  );
  demand(judged.length === report.gates.length, 'report.json has gates that are not in the plan');
  const verdict = verdictOf(report);
  demand(report.verdict === verdict, `The verdict that follows is ${verdict}, and report.json says ${report.verdict}`);
  const failing = judged.filter(({ pass }) => !pass).length;
  return `Judged again from the counts, ${failing} of ${judged.length} gates fail, and the verdict follows`;
}

function verdictOf({ disagreements, gates }: Report): Verdict {
  if (disagreements !== undefined) return 'NOT_PROVEN';
  return gates.every(({ pass }) => pass) ? 'RECONCILED' : 'NOT_RECONCILED';
}
