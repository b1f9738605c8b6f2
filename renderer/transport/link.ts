import type { CallName } from '../../contract/calls.ts';
import type { EngineEvent } from '../../contract/events.ts';

/** A wire to host and engine, before anything on it was judged; the preload's bridge is one. */
export interface Link {
  /** Gives an Outcome. */
  call(name: CallName, input: never): Promise<unknown>;
  listen(listener: (event: EngineEvent) => void): () => void;
  /** Dropped files as handles, an Outcome; absent where the host cannot know where a dropped file lies. */
  dropped?(files: readonly object[]): Promise<unknown>;
}
