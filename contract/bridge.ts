import type { z } from 'zod';
import type { CallInput, CallName, CallOutput } from './calls.ts';
import type { EngineEvent } from './events.ts';
import type { Outcome } from './outcome.ts';
import type { chosenView } from './host.ts';

/** `window.tallystick`, all that the desktop's page has besides what every web page has. */
export interface Bridge {
  call<K extends CallName>(name: K, input: CallInput<K>): Promise<Outcome<CallOutput<K>>>;
  /** Returns what stops listening. */
  listen(listener: (event: EngineEvent) => void): () => void;
  /**
   * Handles for the `File`s of a drop. Those made by a script have no path and get none; what the shell itself is handed
   * (a double click, a second start) comes as a `dropped` event instead.
   */
  dropped(files: readonly object[]): Promise<Outcome<{ readonly chosen: z.output<typeof chosenView>[] }>>;
}
