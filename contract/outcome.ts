import { z } from 'zod';
import { problemSchema } from './problem-schema.ts';
import { problemOf, TallyError, type Problem } from './problem.ts';

/** How a call ended, as data: an error loses its fields on every boundary there is. */
export type Outcome<T = unknown> = { readonly ok: T } | { readonly problem: Problem; readonly stack?: string };

/** What crosses to a page and back: without a stack. */
export const outcomeSchema = z.union([z.strictObject({ ok: z.unknown() }), z.strictObject({ problem: problemSchema })]);

/** What the work gives, or its failure as data. */
export async function outcomeOf<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: await work() };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** The value, or the failure thrown again as a TallyError. */
export function valueOf<T>(outcome: Outcome<T>): T {
  if ('ok' in outcome) return outcome.ok;
  const { code, what, where, remedy } = outcome.problem;
  throw new TallyError(code, what, where, remedy, { cause: outcome.stack });
}
