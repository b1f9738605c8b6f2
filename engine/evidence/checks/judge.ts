import { TallyError } from '../../../contract/problem.ts';
import type { Check } from './check.ts';

/** What a check answers when it could not look: a sentence. */
export class NotDone {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

export const unsound = (what: string, where = ''): TallyError => new TallyError('evidence_unsound', what, where);

/** Ends a check as failed, with this sentence, unless the claim holds. */
export function demand(holds: boolean, what: string, where = ''): asserts holds {
  if (!holds) throw unsound(what, where);
}

/**
 * Runs one check; its answer is the sentence of having passed. Whatever hostile bytes make it throw is a failed check;
 * an interruption alone goes on its way.
 */
export async function judge(name: string, work: () => string | NotDone | Promise<string | NotDone>): Promise<Check> {
  try {
    const said = await work();
    return typeof said === 'string'
      ? { name, result: 'passed', why: printable(said) }
      : { name, result: 'not_done', why: printable(said.why) };
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    return { name, result: 'failed', why: printable(error instanceof Error ? error.message : String(error)) };
  }
}

/** Text from a package as it may stand in a terminal: no control, no line break, no turning of the reading direction. */
export function printable(text: string): string {
  const safe = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
  return safe.length <= 1000 ? safe : `${safe.slice(0, 999)}…`;
}

/** A few names of many, for a sentence. */
export function some(names: readonly string[], shown = 5): string {
  const rest = names.length - shown;
  return names.slice(0, shown).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
