import { app, utilityProcess } from 'electron';
import { join } from 'node:path';
import type { CallInput, CallNameBy, CallOutput } from '../contract/calls.ts';
import type { Job } from '../contract/job.ts';
import type { EngineEvent } from '../contract/events.ts';
import { valueOf } from '../contract/outcome.ts';
import type { Handles } from '../serve/handles.ts';
import { startEngine, type EngineChild } from '../workers/start-engine.ts';
import type { Ending } from './quit.ts';
import type { Recent } from './recent.ts';
import type { KeyVault } from './vault.ts';

export interface EngineProcess extends Ending {
  /** Throws the engine's problem, or that it ended before it answered. */
  readonly call: <K extends CallNameBy<'engine'>>(name: K, input: CallInput<K>) => Promise<CallOutput<K>>;
}

export interface EngineProcessMeans {
  /** Where the built files lie. */
  readonly folder: string;
  readonly handles: Handles;
  readonly recent: Recent;
  readonly vault: KeyVault;
  readonly tell: (event: EngineEvent) => void;
}

/** The engine in a process of its own, kept running: what it does to the machine, it does not do to the window. */
export function startEngineProcess({ folder, handles, recent, vault, tell }: EngineProcessMeans): EngineProcess {
  const working = new Map<string, Job['kind']>();
  const engine = startEngine(() => fork(join(folder, 'engine.worker.js')), {
    settings: { home: join(app.getPath('documents'), 'Tallystick'), limits: {} },
    pathOf: (handle) => handles.pathOf(handle),
    vault,
    onEvent: (event) => {
      if (event.type === 'job') {
        const { id, kind, state } = event.job;
        if (state === 'running') working.set(id, kind);
        else working.delete(id);
      }
      if (event.type === 'engine') working.clear();
      tell(event);
    },
    onWorkspace: (workspace) => {
      if (workspace !== null) recent.add(workspace);
    },
  });
  return {
    working: () => [...working.values()][0] ?? null,
    endEngine: () => engine.stop(),
    call: async <K extends CallNameBy<'engine'>>(name: K, input: CallInput<K>) =>
      valueOf(await engine.answer(name, input)) as CallOutput<K>,
  };
}

function fork(entry: string): EngineChild {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Tallystick engine', stdio: 'inherit' });
  return {
    wire: {
      post: (message) => child.postMessage(message),
      onMessage: (listener) => child.on('message', listener),
    },
    onExit: (listener) => child.once('exit', (status) => listener(`It ended with ${status}`)),
    // Waited for: an app that is gone while its engine still ends is not gone.
    kill: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        if (!child.kill()) resolve();
      }),
  };
}
