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
 * answer that a later question has overtaken is dropped.
 */
export function asked<K extends CallName>(
  app: App,
  name: K,
  input: () => CallInput<K> | null,
  again?: () => unknown,
): Asked<CallOutput<K>> {
  let held = $state.raw<Asked<CallOutput<K>>>({ value: undefined, problem: null, asking: true });
  $effect(() => {
    const [question] = [input(), again?.(), app.revision];
    if (question === null) {
      held = { value: undefined, problem: null, asking: false };
      return;
    }
    held = { ...untrack(() => held), asking: true };
    let overtaken = false;
    void app.transport.call(name, question).then(
      (value) => {
        if (!overtaken) held = { value, problem: null, asking: false };
      },
      (error: unknown) => {
        if (!overtaken) held = { value: undefined, problem: problemOf(error), asking: false };
      },
    );
    return () => {
      overtaken = true;
    };
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
