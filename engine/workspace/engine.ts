import type { CallName, CallNameBy, Handlers } from '../../contract/calls.ts';
import type { EngineEvent } from '../../contract/events.ts';
import type { Outcome } from '../../contract/outcome.ts';
import { answer } from '../../contract/validate.ts';
import { exceptionCalls } from './signoff/exception-calls.ts';
import { findingsCalls } from './findings/findings-calls.ts';
import { journalCalls } from './journal/journal-calls.ts';
import { jobsCalls } from './jobs-calls.ts';
import type { EngineMeans } from './means.ts';
import { planCalls } from './plans/plan-calls.ts';
import { planSigning } from './plans/plan-signing.ts';
import { rehearsalCalls } from './runs/rehearsal-calls.ts';
import { runCalls } from './runs/run-calls.ts';
import { Session } from './session.ts';
import { signoffCalls } from './signoff/signoff-calls.ts';
import { snapshotsCalls } from './snapshots/snapshots-calls.ts';
import { timestampCalls } from './signoff/timestamp-calls.ts';
import { spotCalls } from './spot/spot-calls.ts';
import { verifyCalls } from './verifying/verify-calls.ts';
import { workspaceCalls } from './workspace-calls.ts';

export interface Engine {
  /** Answers a call of the contract that is the engine's, judging its name, its input and its answer. Never rejects. */
  readonly answer: (name: string, input: unknown) => Promise<Outcome>;
  /** Returns what stops listening. */
  readonly listen: (listener: (event: EngineEvent) => void) => () => void;
  /** For the host, not the page: opens the workspace in a folder. */
  readonly open: (folder: string) => Promise<void>;
  /** Cancels what works, and lets go of the workspace. */
  readonly close: () => Promise<void>;
}

export function openEngine(means: EngineMeans): Engine {
  const session = new Session(means);
  const handlers: Handlers<CallNameBy<'engine'>> = {
    ...workspaceCalls(session),
    ...jobsCalls(session),
    ...snapshotsCalls(session),
    ...planCalls(session),
    ...planSigning(session),
    ...runCalls(session),
    ...rehearsalCalls(session),
    ...findingsCalls(session),
    ...exceptionCalls(session),
    ...signoffCalls(session),
    ...timestampCalls(session),
    ...spotCalls(session),
    ...journalCalls(session),
    ...verifyCalls(session),
  };
  const asked = new Set<Promise<Outcome>>();
  return {
    answer: (name, input) => {
      const outcome = answer<CallName>(handlers as Handlers, name, input);
      asked.add(outcome);
      void outcome.then(() => asked.delete(outcome));
      return outcome;
    },
    listen: (listener) => session.listen(listener),
    open: async (folder) => {
      await session.open(folder);
    },
    close: async () => {
      await session.close();
      // A call that reads an export holds DuckDB, which must not be in a query when its thread ends.
      await Promise.all(asked);
    },
  };
}
