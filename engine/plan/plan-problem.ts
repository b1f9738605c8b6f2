/** From the plan's root to a value: names of mappings, indexes of lists. */
export type PlanPath = readonly (string | number)[];

/** One thing that is wrong in a plan, for a message or for an editor that marks the line. */
export interface PlanProblem {
  /** One sentence, no final stop. */
  readonly what: string;
  readonly path: PlanPath;
  /** What to write instead; empty when `what` says it. */
  readonly remedy: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
}

/** `tables[0].columns.balance`; a name that is not a plain word stands in quotes: `columns["a,b"]`. */
export function pathText(path: PlanPath): string {
  let text = '';
  for (const step of path)
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  return text;
}
