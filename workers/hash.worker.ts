import { parentPort } from 'node:worker_threads';
import type { Outcome } from '../contract/outcome.ts';
import type { Kernel } from '../engine/kernel/kernel.ts';
import { faultAt, faultsAreBuilt } from '../engine/reconcile/run/fault.ts';
import { tasks } from '../engine/reconcile/run/tasks.ts';
import { expose, nodeEndpoint, releaseProxy, type Remote } from './comlink.ts';
import { loadKernel } from './load-kernel.ts';
import { tracedOutcomeOf } from './traced-outcome.ts';

type OnDone = (done: number) => void;

const kernel = loadKernel();

const worker = {
  /** Runs one task by name. `onDone` is told of progress ten times a second at most. */
  async run(name: keyof typeof tasks, request: unknown, onDone: Remote<OnDone>): Promise<Outcome> {
    let told = performance.now();
    const seldom: OnDone = (done) => {
      const now = performance.now();
      if (now - told < 100) return;
      told = now;
      void onDone(done);
    };
    try {
      return await tracedOutcomeOf(() => {
        if (faultsAreBuilt && name === faultAt('worker')?.what) process.exit(9);
        const task = tasks[name] as (request: unknown, onDone: OnDone, kernel: Kernel | null) => unknown;
        return task(request, seldom, kernel);
      });
    } finally {
      onDone[releaseProxy]();
    }
  },
};
export type HashWorker = typeof worker;

if (parentPort !== null) expose(worker, nodeEndpoint(parentPort));
