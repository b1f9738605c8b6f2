import { calls, type CallName, type Handlers } from './calls.ts';
import { measure } from './measure.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { TallyError } from './problem.ts';

/** A plan's text is the largest thing the page ever says. */
const largestInput = 5_000_000;

/**
 * Answers one call of a page that is not trusted: the name must be of the table, the input of its shape and of a
 * bearable size, and what the host or the engine gives is judged before it leaves. Never throws.
 */
export function answer<N extends CallName>(handlers: Handlers<N>, name: unknown, input: unknown): Promise<Outcome> {
  return outcomeOf(async () => {
    const known = callNamed(handlers, name);
    const work = handlers[known] as (input: unknown) => unknown;
    return judgeOutput(known, await work(judgeInput(known, input)));
  });
}

/** `constructor` and its like are names of every object, and of no call. */
function callNamed<N extends CallName>(handlers: Handlers<N>, name: unknown): N {
  if (typeof name === 'string' && Object.hasOwn(calls, name) && Object.hasOwn(handlers, name)) return name as N;
  const shown = typeof name === 'string' ? JSON.stringify(name.slice(0, 80)) : typeof name;
  throw new TallyError('usage', 'There is no such call', shown);
}

/** Throws a TallyError: `usage`, and where in the input. */
function judgeInput(name: CallName, input: unknown): unknown {
  measure(input, largestInput);
  const judged = calls[name].input.safeParse(input);
  if (judged.success) return judged.data;
  throw new TallyError('usage', 'The call is not of its shape', placeOf(name, judged.error.issues[0]!));
}

/** What answers the call has a bug where this throws: `internal`. */
export function judgeOutput(name: CallName, output: unknown): unknown {
  const judged = calls[name].output.safeParse(output);
  if (judged.success) return judged.data;
  throw new TallyError('internal', 'The answer is not of its shape', placeOf(name, judged.error.issues[0]!));
}

const placeOf = (name: CallName, issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string =>
  [name, ...issue.path.map((step) => String(step).slice(0, 80))].join(' ') + `: ${issue.message.slice(0, 200)}`;
