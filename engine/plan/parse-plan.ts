import { TallyError } from '../../contract/problem.ts';
import { buildPlan } from './build-plan.ts';
import { judgeDocument } from './judge-plan.ts';
import { Judge } from './judge.ts';
import type { Plan } from './plan.ts';
import type { PlanProblem } from './plan-problem.ts';
import { pathText } from './plan-problem.ts';
import type { PlanDocument } from './plan-schema.ts';
import { readDocument } from './read-document.ts';

/** A plan, or everything that is wrong with it in the order of the text: what an editor marks. */
export type Judgement = { readonly plan: Plan } | { readonly problems: readonly PlanProblem[] };

/** Judges a plan's bytes, YAML 1.2 core or JSON (formats.md section 6). Never throws for what the bytes say. */
export function judgePlan(bytes: Uint8Array): Judgement {
  const { document, places, problems } = readDocument(bytes);
  if (places === null) return { problems };
  const judge = new Judge(places);
  for (const problem of problems) judge.add(problem);
  judgeDocument(judge, document);
  if (judge.problems.length > 0)
    return { problems: judge.problems.sort((a, b) => a.line - b.line || a.column - b.column) };
  return { plan: buildPlan(document as unknown as PlanDocument) };
}

/** The same for a command: throws `plan_invalid`, the first problem in full and the others after its remedy. */
export function parsePlan(bytes: Uint8Array, fileName: string): Plan {
  const judged = judgePlan(bytes);
  if ('plan' in judged) return judged.plan;
  const [first, ...rest] = judged.problems;
  const more = rest
    .slice(0, 20)
    .map((problem) => `line ${problem.line}, column ${problem.column}: ${sentence(problem)}`);
  const others = rest.length === 0 ? [] : [`and ${rest.length} more:`, ...more, ...(rest.length > 20 ? ['…'] : [])];
  throw new TallyError(
    'plan_invalid',
    sentence(first!),
    `${fileName}, line ${first!.line}, column ${first!.column}`,
    [...(first!.remedy === '' ? [] : [first!.remedy]), ...others].join('\n'),
  );
}

const sentence = ({ what, path }: PlanProblem): string => (path.length === 0 ? what : `${what}, at ${pathText(path)}`);
