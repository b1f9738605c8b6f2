import type { CallInput, CallName, CallOutput } from '../../contract/calls.ts';
import type { EngineEvent } from '../../contract/events.ts';
import { TallyError } from '../../contract/problem.ts';
import type { PageTransport } from '../../renderer/transport/page-transport.ts';

type Answers = {
  readonly [K in CallName]?: (input: CallInput<K>) => CallOutput<K> | Promise<CallOutput<K>>;
};

export interface Answering extends PageTransport {
  readonly asked: { readonly name: CallName; readonly input: unknown }[];
  readonly tell: (event: EngineEvent) => void;
  /** What was asked by a name last. */
  readonly last: <K extends CallName>(name: K) => CallInput<K> | undefined;
}

/** An engine that gives these values and refuses what it was not told of: a page is shown by values, not by a server. */
export function answering(answers: Answers): Answering {
  const asked: { readonly name: CallName; readonly input: unknown }[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  return {
    asked,
    dropped: null,
    tell: (event) => listeners.forEach((listener) => listener(event)),
    last: <K extends CallName>(name: K) =>
      asked.findLast((call) => call.name === name)?.input as CallInput<K> | undefined,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async call<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>> {
      asked.push({ name, input });
      await Promise.resolve();
      const give = answers[name] as ((input: CallInput<K>) => CallOutput<K>) | undefined;
      if (give === undefined) throw new TallyError('usage', 'Not told of', name);
      return give(input);
    },
  };
}

/** What every page asks first. */
export const opened = (answers: Answers = {}): Answers => ({
  'host.view': () => ({
    kind: 'desktop',
    platform: 'linux',
    version: '0.1.0',
    recent: [],
    vault: { available: false, why: 'no store' },
  }),
  'jobs.view': () => ({ jobs: [] }),
  'workspace.view': () => ({
    name: 'cutover',
    steps: {
      snapshots: { state: 'done', line: '' },
      match: { state: 'done', line: '' },
      run: { state: 'done', line: '' },
      findings: { state: 'done', line: '' },
      signoff: { state: 'waiting', line: '' },
    },
    journal: { state: 'done', line: '12 lines' },
    runs: '1',
    run: 'run-1',
    verdict: 'NOT_RECONCILED',
    sentence: '3 keys differ',
    identities: { source: 'd'.repeat(64), target: 'e'.repeat(64) },
  }),
  'plan.view': () => null,
  ...answers,
});
