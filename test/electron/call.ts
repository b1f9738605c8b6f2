import type { Page } from '@playwright/test';
import type { CallInput, CallName, CallOutput } from '../../contract/calls.ts';
import { valueOf, type Outcome } from '../../contract/outcome.ts';

interface Shown {
  readonly tallystick: { readonly call: (name: unknown, input: unknown) => Promise<Outcome> };
}

/** Says anything over the bridge, as a page that was taken over would. */
export const say = (page: Page, name: unknown, input: unknown): Promise<Outcome> =>
  page.evaluate(([name, input]) => (globalThis as unknown as Shown).tallystick.call(name, input), [
    name,
    input,
  ] as const);

/** Says many things at once; a rejection is an outcome of its own. */
export const sayAll = (page: Page, said: readonly (readonly [unknown, unknown])[]): Promise<unknown[]> =>
  page.evaluate(
    (said) =>
      Promise.all(
        said.map(([name, input]) =>
          (globalThis as unknown as Shown).tallystick
            .call(name, input)
            .catch((error: unknown) => ({ rejected: String(error) })),
        ),
      ),
    said,
  );

/** A call by the contract, as the page makes it. Throws its TallyError. */
export const ask = async <K extends CallName>(page: Page, name: K, input: CallInput<K>): Promise<CallOutput<K>> =>
  valueOf(await say(page, name, input)) as CallOutput<K>;
