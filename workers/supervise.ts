import type { Worker } from 'node:worker_threads';
import { valueOf, type Outcome } from '../contract/outcome.ts';
import { TallyError } from '../contract/problem.ts';
import type { LayFile } from '../engine/reconcile/differences/laid-file.ts';
import type { HashPool, OnLane, TaskName, TaskRequest, TaskResult, Work } from '../engine/reconcile/run/hash-pool.ts';
import { proxy } from './comlink.ts';
import type { HashWorker } from './hash.worker.ts';
import { layAside } from './lay-aside.ts';
import { openSeat, type Seat as SeatOf } from './seat.ts';

type Seat = SeatOf<HashWorker>;

/** A HashPool of `size` worker threads. An abort ends them at once: they hold no DuckDB and nothing that must be undone. */
export function startHashPool(size: number, signal?: AbortSignal, onLane: OnLane = () => undefined): HashPool {
  const free: Seat[] = [];
  const waiting: ((seat: Seat) => void)[] = [];
  const seats = Array.from({ length: size }, () => openSeat<HashWorker>('hash'));
  const asides = new Set<Worker>();
  free.push(...seats);
  // One thread that died takes the pool with it: the others need not finish work whose result nobody will have.
  let died: TallyError | null = null;
  for (const { gone } of seats) gone.catch((error: unknown) => (died ??= error as TallyError));
  const end = () => Promise.all([...seats.map(({ worker }) => worker), ...asides].map((worker) => worker.terminate()));
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
      return valueOf(outcome) as TaskResult<K>;
    } catch (error) {
      throw signal?.aborted === true ? new TallyError('interrupted', 'Interrupted') : error;
    } finally {
      onLane(seats.indexOf(seat), null);
      give(seat);
    }
  }
  const layFile: LayFile = (form, path) => {
    const { file, worker } = layAside(form, path);
    asides.add(worker);
    worker.once('exit', () => asides.delete(worker));
    return file;
  };
  return { size, run, layFile, close: () => end().then(() => undefined) };
}
