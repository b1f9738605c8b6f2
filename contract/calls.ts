import type { z } from 'zod';
import { exceptionsCalls } from './calls/exceptions.ts';
import { findingsCalls } from './calls/findings.ts';
import { hostCalls } from './calls/host.ts';
import { planCalls } from './calls/plan.ts';
import { rehearsalsCalls } from './calls/rehearsals.ts';
import { runCalls } from './calls/run.ts';
import { signoffCalls } from './calls/signoff.ts';
import { snapshotsCalls } from './calls/snapshots.ts';
import { spotCalls } from './calls/spot.ts';
import { verifyCalls } from './calls/verify.ts';
import { workspaceCalls } from './calls/workspace.ts';

/**
 * Everything the page can ask. `host` calls are answered by what shows the page (the shell, the loopback server), for
 * they need dialogs and paths; `engine` calls by the engine, wherever it runs. Preload, hosts and tests derive from this.
 */
export const calls = {
  ...hostCalls,
  ...workspaceCalls,
  ...snapshotsCalls,
  ...planCalls,
  ...runCalls,
  ...rehearsalsCalls,
  ...findingsCalls,
  ...exceptionsCalls,
  ...signoffCalls,
  ...spotCalls,
  ...verifyCalls,
} as const;

export type Calls = typeof calls;
export type CallName = keyof Calls;
export type CallInput<K extends CallName> = z.input<Calls[K]['input']>;
export type CallOutput<K extends CallName> = z.output<Calls[K]['output']>;
/** What an answering side is given: the input as judged. */
export type JudgedInput<K extends CallName> = z.output<Calls[K]['input']>;
export type CallNameBy<B extends 'host' | 'engine'> = {
  [K in CallName]: Calls[K]['by'] extends B ? K : never;
}[CallName];
/** One function a call: a table that lacks one does not compile. */
export type Handlers<N extends CallName = CallName> = {
  readonly [K in N]: (input: JudgedInput<K>) => CallOutput<K> | Promise<CallOutput<K>>;
};
