import type { LayFile } from '../differences/laid-file.ts';
import type { Tasks } from './tasks.ts';

export type TaskName = keyof Tasks;
export type TaskRequest<K extends TaskName> = Parameters<Tasks[K]>[0];
export type TaskResult<K extends TaskName> = Awaited<ReturnType<Tasks[K]>>;

/** What the engine needs done off its own thread. workers/ implements it; the engine has no threads of its own. */
export interface HashPool {
  readonly size: number;
  /**
   * Runs one task; `onProgress` is told how much is done so far, in the task's own unit, a few times a second. Rejects
   * with a TallyError, also when the worker dies.
   */
  run<K extends TaskName>(
    name: K,
    request: TaskRequest<K>,
    onProgress?: (done: number) => void,
  ): Promise<TaskResult<K>>;
  /** Lays a file in a thread of its own, which ends with it: it waits for what workers make, so it takes no worker's place. */
  readonly layFile: LayFile;
  close(): Promise<void>;
}

/** A task in a worker's hands. */
export type Work = { [K in TaskName]: { readonly task: K; readonly request: TaskRequest<K> } }[TaskName];

/** Told of what each worker, counted from 0, takes up; null when it has put it down. */
export type OnLane = (worker: number, work: Work | null) => void;
