import { createContext } from 'svelte';
import type { z } from 'zod';
import type { CallInput, CallName } from '../../../contract/calls.ts';
import { problemOf, type Problem } from '../../../contract/problem.ts';
import type { planView } from '../../../contract/plan.ts';
import type { App } from '../../app/app.svelte.ts';

export type PlanView = z.output<typeof planView>;
type Change = Extract<
  CallName,
  | 'plan.write'
  | 'plan.edit'
  | 'plan.editTable'
  | 'plan.removeColumn'
  | 'plan.ignore'
  | 'plan.undo'
  | 'plan.redo'
  | 'plan.use'
>;

/**
 * The plan as the screen holds it. Changes go to the engine one after another; text that could not be delivered, since the
 * engine was gone, is kept and delivered when it is back.
 */
export class PlanDesk {
  readonly #app: App;
  plan = $state.raw<PlanView | null>(null);
  problem = $state.raw<Problem | null>(null);
  asked = $state(false);
  /** Text that was typed and that the engine does not have yet. */
  unsent = $state.raw<{ readonly workspace: string; readonly text: string } | null>(null);
  #last: Promise<unknown> = Promise.resolve();

  constructor(app: App) {
    this.#app = app;
  }

  /** Reads the plan again, delivering first what was kept. */
  async refresh(): Promise<void> {
    const { unsent } = this;
    if (unsent !== null && unsent.workspace === this.#workspace) await this.write(unsent.text);
    else this.unsent = null;
    try {
      this.plan = await this.#app.transport.call('plan.view', {});
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
    }
    this.asked = true;
  }

  async write(text: string): Promise<void> {
    this.unsent = { workspace: this.#workspace, text };
    const delivered = await this.change('plan.write', { text });
    // More may have been typed in the meantime.
    const { unsent } = this as { unsent: PlanDesk['unsent'] };
    if (delivered && unsent?.text === text) this.unsent = null;
  }

  /** Whether the engine took the change; where it did not, the problem is shown. */
  change<K extends Change>(name: K, input: CallInput<K>): Promise<boolean> {
    const turn = this.#last.then(async () => {
      const plan = (await this.#app.ask(name, input)) as PlanView | null;
      if (plan !== null) this.plan = plan;
      return plan !== null;
    });
    this.#last = turn;
    return turn;
  }

  get #workspace(): string {
    return this.#app.workspace?.name ?? '';
  }
}

export const [getDesk, setDesk] = createContext<PlanDesk>();
