import { problemOf, TallyError, type Problem } from '../contract/problem.ts';

/** How a thread's work ended, as data: comlink would lose an error's fields. */
export type Outcome<T = unknown> = { readonly ok: T } | { readonly problem: Problem; readonly stack: string };

export async function outcomeOf<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: await work() };
  } catch (error) {
    return { problem: problemOf(error), stack: error instanceof Error ? (error.stack ?? '') : '' };
  }
}

/** The value, or the failure thrown again as a TallyError. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if ('ok' in outcome) return outcome.ok;
  const { code, what, where, remedy } = outcome.problem;
  throw new TallyError(code, what, where, remedy, { cause: outcome.stack });
}
