import { utilityProcess, type UtilityProcess } from 'electron';
import { join } from 'node:path';
import type { CallInput, CallNameBy, CallOutput } from '../contract/calls.ts';
import type { EngineEvent } from '../contract/events.ts';
import { valueOf, type Outcome } from '../contract/outcome.ts';
import { TallyError } from '../contract/problem.ts';
import type { Handles } from '../serve/handles.ts';
import type { Ending } from './quit.ts';
import type { Recent } from './recent.ts';
import type { KeyVault } from './vault.ts';

export interface EngineProcess extends Ending {
  readonly call: <K extends CallNameBy<'engine'>>(name: K, input: CallInput<K>) => Promise<CallOutput<K>>;
}

export interface EngineProcessMeans {
  readonly folder: string;
  readonly handles: Handles;
  readonly recent: Recent;
  readonly vault: KeyVault;
  readonly tell: (event: EngineEvent) => void;
}

export function startEngineProcess({ folder, tell }: EngineProcessMeans): EngineProcess {
  const working = new Set<string>();
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let last = 0;
  let ending = false;
  const fork = (): UtilityProcess => {
    const process = utilityProcess.fork(join(folder, 'engine.worker.js'), [], { serviceName: 'Tallystick engine' });
    process.on('message', (message: { id: number; outcome: Outcome } | { event: EngineEvent }) => {
      if ('id' in message) {
        waiting.get(message.id)?.(message.outcome);
        waiting.delete(message.id);
        return;
      }
      const { event } = message;
      if (event.type === 'job') working[event.job.state === 'running' ? 'add' : 'delete'](event.job.id);
      tell(event);
    });
    process.once('exit', (code) => {
      const problem = new TallyError('machine', 'The engine ended before it answered').problem;
      for (const settle of waiting.values()) settle({ problem });
      waiting.clear();
      working.clear();
      if (ending) return;
      tell({ type: 'engine', state: 'gone', why: `It ended with ${code}` });
    });
    return process;
  };
  const child = fork();
  return {
    isWorking: () => working.size > 0,
    endEngine: () => {
      ending = true;
      child.kill();
      return Promise.resolve();
    },
    call: async <K extends CallNameBy<'engine'>>(name: K, input: CallInput<K>) => {
      const id = last++;
      const outcome = await new Promise<Outcome>((resolve) => {
        waiting.set(id, resolve);
        child.postMessage({ id, name, input });
      });
      return valueOf(outcome) as CallOutput<K>;
    },
  };
}
