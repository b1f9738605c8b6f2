import { jcsText } from '../../canonical/jcs.ts';
import type { Gates } from '../../plan/plan.ts';
import type { Accepted } from '../exceptions/accepted.ts';
import { judgeVerdict } from '../report/judge-verdict.ts';
import type { Report } from '../report/report.ts';
import { demand } from './judge.ts';

/** The gates of the plan, judged again from the counts, are the report's, and its verdict follows. */
export function checkGates(gates: Gates, report: Report, accepted: Accepted): string {
  const { gates: judged, verdict } = judgeVerdict(gates, report, accepted);
  const differing = judged.findIndex((gate, i) => jcsText(gate) !== jcsText(report.gates[i] ?? null));
  demand(
    differing < 0,
    `Judged again from the counts, the gate ${judged[differing]?.name ?? ''} is not what report.json says`,
  );
  demand(judged.length === report.gates.length, 'report.json has gates that are not in the plan');
  demand(report.verdict === verdict, `The verdict that follows is ${verdict}, and report.json says ${report.verdict}`);
  const failing = judged.filter(({ pass }) => !pass).length;
  return `Judged again from the counts, ${failing} of ${judged.length} gates fail, and the verdict follows`;
}
