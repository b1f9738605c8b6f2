import { Worker } from 'node:worker_threads';
import { problemOf, TallyError } from '../contract/problem.ts';
import type { HashPool, OnLane, TaskName, TaskRequest, TaskResult, Work } from '../engine/reconcile/hash-pool.ts';
import { nodeEndpoint, proxy, wrap, type Remote } from './comlink.ts';
import type { HashWorker, Outcome } from './hash.worker.ts';

interface Seat {
  readonly worker: Worker;
  readonly remote: Remote<HashWorker>;
  /** Rejects when the thread ends, however it ends: comlink would wait for ever. */
  readonly gone: Promise<never>;
}

const entry = import.meta.url.endsWith('.ts') ? './hash.worker.ts' : './hash.worker.js';

/** A HashPool of `size` worker threads. An abort ends them at once: they hold no DuckDB and nothing that must be undone. */
export function startHashPool(size: number, signal?: AbortSignal, onLane: OnLane = () => undefined): HashPool {
  const free: Seat[] = [];
  const waiting: ((seat: Seat) => void)[] = [];
  const seats = Array.from({ length: size }, openSeat);
  free.push(...seats);
  // One thread that died takes the pool with it: the others need not finish work whose result nobody will have.
  let died: TallyError | null = null;
  for (const { gone } of seats) gone.catch((error: unknown) => (died ??= error as TallyError));
  const end = () => Promise.all(seats.map(({ worker }) => worker.terminate()));
  signal?.addEventListener('abort', () => void end(), { once: true });

  const take = (): Promise<Seat> => {
    const seat = free.pop();
    return seat === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(seat);
  };
  const give = (seat: Seat): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(seat);
    else next(seat);
  };

  async function run<K extends TaskName>(
    name: K,
    request: TaskRequest<K>,
    onProgress: (done: number) => void = () => undefined,
  ): Promise<TaskResult<K>> {
    const seat = await take();
    try {
      signal?.throwIfAborted();
      if (died !== null) throw died;
      onLane(seats.indexOf(seat), { task: name, request } as unknown as Work);
      const call = seat.remote.run(name, request, proxy(onProgress) as never) as Promise<Outcome>;
      const outcome = await Promise.race([call, seat.gone]);
      if ('ok' in outcome) return outcome.ok as TaskResult<K>;
      const { code, what, where, remedy } = outcome.problem;
      throw new TallyError(code, what, where, remedy, { cause: outcome.stack });
    } catch (error) {
      throw signal?.aborted === true ? new TallyError('interrupted', 'Interrupted') : error;
    } finally {
      onLane(seats.indexOf(seat), null);
      give(seat);
    }
  }
  return { size, run, close: () => end().then(() => undefined) };
}

function openSeat(): Seat {
  const worker = new Worker(new URL(entry, import.meta.url), { stdin: false });
  const gone = new Promise<never>((_, reject) => {
    worker.once('error', (error: NodeJS.ErrnoException) => reject(workerFailed(error)));
    worker.once('exit', (status) =>
      reject(new TallyError('machine', 'A worker thread ended before its work was done', `status ${status}`, again)),
    );
  });
  gone.catch(() => undefined);
  return { worker, remote: wrap<HashWorker>(nodeEndpoint(worker)), gone };
}

const again = 'Run again; where it happens twice, with fewer --threads';

function workerFailed(error: NodeJS.ErrnoException): TallyError {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new TallyError('no_memory', 'A worker thread ran out of memory', '', 'Run with fewer --threads', {
      cause: error,
    });
  return new TallyError('machine', `A worker thread failed: ${problemOf(error).what}`, '', again, { cause: error });
}
