import { problemOf } from '../contract/problem.ts';
import type { Outcome } from '../contract/outcome.ts';

/** A thread's work as an outcome, with the stack that `--debug` prints: it goes to no page. */
export async function tracedOutcomeOf<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: await work() };
  } catch (error) {
    return { problem: problemOf(error), stack: error instanceof Error ? (error.stack ?? '') : '' };
  }
}
