import { untrack } from 'svelte';
import type { CallInput, CallName, CallOutput } from '../../contract/calls.ts';
import { problemOf, type Problem } from '../../contract/problem.ts';
import type { App } from './app.svelte.ts';

/** What a screen shows of a call: asked for, here, or failed and why. What was here stays while it is asked for again. */
export interface Asked<T> {
  readonly value: T | undefined;
  readonly problem: Problem | null;
  readonly asking: boolean;
}

/**
 * Asks whenever what `input` or `again` reads has changed, and when the engine is back; a null input asks nothing. An
 * answer to another question than the last is dropped.
 */
export function asked<K extends CallName>(
  app: App,
  name: K,
  input: () => CallInput<K> | null,
  again?: () => unknown,
): Asked<CallOutput<K>> {
  let [last, shown] = [0, 0];
  let current: string | null = null;
  let held = $state.raw<Asked<CallOutput<K>>>({ value: undefined, problem: null, asking: true });
  $effect(() => {
    const [question] = [input(), again?.(), app.revision];
    if (question === null) {
      current = null;
      held = { value: undefined, problem: null, asking: false };
      return;
    }
    held = { ...untrack(() => held), asking: true };
    const mine = ++last;
    current = JSON.stringify(question);
    const asked = current;
    // Of the same question asked again and again every answer is shown as it comes, but none that is older.
    const take = (answer: Omit<Asked<CallOutput<K>>, 'asking'>) => {
      if (mine < shown || asked !== current) return;
      shown = mine;
      held = { ...answer, asking: mine < last };
    };
    void app.transport.call(name, question).then(
      (value) => take({ value, problem: null }),
      (error: unknown) => take({ value: undefined, problem: problemOf(error) }),
    );
  });
  $effect(() => () => {
    current = null;
  });
  return {
    get value() {
      return held.value;
    },
    get problem() {
      return held.problem;
    },
    get asking() {
      return held.asking;
    },
  };
}
