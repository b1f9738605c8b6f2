import { randomUUID } from 'node:crypto';
import type { Job } from '../../contract/job.ts';
import { problemOf, TallyError } from '../../contract/problem.ts';
import type { OnProgress } from '../../contract/progress.ts';
import { seldom } from './seldom.ts';

/** What a job's work is given. */
export interface JobContext {
  readonly id: string;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** `beside`: light enough to go on beside any work of another kind. */
export type Weight = 'whole' | 'beside';

interface Entry {
  job: Job;
  readonly weight: Weight;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

const remembered = 50;

/** The one registry of long work: it alone writes a job's state, and tells of every change. */
export class Jobs {
  readonly #entries = new Map<string, Entry>();
  readonly #tell: (job: Job) => void;

  constructor(tell: (job: Job) => void) {
    this.#tell = tell;
  }

  /** Starts `work`, which gives the name of what it made. What takes the machine goes one at a time. */
  start(kind: Job['kind'], work: (context: JobContext) => Promise<string | null>, weight: Weight = 'whole'): string {
    const busy = [...this.#entries.values()].find(
      ({ job, weight: other }) =>
        job.state === 'running' && (job.kind === kind || (weight === 'whole' && other === 'whole')),
    )?.job;
    if (busy !== undefined)
      throw new TallyError('usage', 'Something is being worked on already', busy.kind, 'Wait for it, or cancel it');
    const id = randomUUID();
    const stop = new AbortController();
    const change = (part: Partial<Job>): void => {
      const entry = this.#entries.get(id)!;
      entry.job = { ...entry.job, ...part };
      this.#tell(entry.job);
    };
    const progress = seldom((latest: Job['progress']) => change({ progress: latest }));
    const run = async (): Promise<void> => {
      await Promise.resolve(); // the entry below is there before the work begins
      try {
        const made = await work({ id, signal: stop.signal, onProgress: (latest) => progress.tell({ ...latest }) });
        progress.stop();
        change({ state: 'done', made });
      } catch (error) {
        progress.stop();
        if (stop.signal.aborted) change({ state: 'cancelled' });
        else change({ state: 'failed', problem: problemOf(error) });
      }
    };
    const job: Job = { id, kind, state: 'running', progress: null, problem: null, made: null };
    this.#entries.set(id, { job, weight, stop, ended: run() });
    this.#tell(job);
    this.#forget();
    return id;
  }

  /** Answers at once; the job is `cancelled` when all it had open is closed. An id that is not known is no error: it ended. */
  cancel(id: string): void {
    this.#entries.get(id)?.stop.abort();
  }

  all(): Job[] {
    return [...this.#entries.values()].map(({ job }) => job);
  }

  running(): Job[] {
    return this.all().filter(({ state }) => state === 'running');
  }

  /** Cancels what works of a kind, and waits until nothing of it is open any more. */
  async stop(kind: Job['kind']): Promise<void> {
    const working = [...this.#entries.values()].filter(({ job }) => job.kind === kind && job.state === 'running');
    for (const { stop } of working) stop.abort();
    await Promise.all(working.map(({ ended }) => ended));
  }

  /** Cancels everything and waits until nothing is open any more. */
  async close(): Promise<void> {
    for (const { stop } of this.#entries.values()) stop.abort();
    await Promise.all([...this.#entries.values()].map(({ ended }) => ended));
  }

  #forget(): void {
    for (const [id, { job }] of this.#entries)
      if (this.#entries.size > remembered && job.state !== 'running') this.#entries.delete(id);
  }
}
