import type { CallInput, CallName, CallOutput } from './calls.ts';
import type { EngineEvent } from './events.ts';

/** How the page reaches its host and engine: in process, over a MessagePort, over HTTP. Failures reject with a TallyError. */
export interface Transport {
  call<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>>;
  /** Returns what stops listening. */
  listen(listener: (event: EngineEvent) => void): () => void;
}
