import { Worker } from 'node:worker_threads';
import { problemOf, TallyError } from '../contract/problem.ts';
import { nodeEndpoint, wrap, type Remote } from './comlink.ts';

/** A worker thread in our hands. */
export interface Seat<W> {
  readonly worker: Worker;
  readonly remote: Remote<W>;
  /** Rejects when the thread ends, however it ends: comlink would wait for ever. */
  readonly gone: Promise<never>;
}

const ending = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

export function openSeat<W>(entry: 'hash' | 'file'): Seat<W> {
  const worker = new Worker(new URL(`./${entry}.worker.${ending}`, import.meta.url), { stdin: false });
  const gone = new Promise<never>((_, reject) => {
    worker.once('error', (error: NodeJS.ErrnoException) => reject(workerFailed(error)));
    worker.once('exit', (status) =>
      reject(new TallyError('machine', 'A worker thread ended before its work was done', `status ${status}`, again)),
    );
  });
  gone.catch(() => undefined);
  return { worker, remote: wrap<W>(nodeEndpoint(worker)), gone };
}

const again = 'Run again; where it happens twice, with fewer --threads';

function workerFailed(error: NodeJS.ErrnoException): TallyError {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new TallyError('no_memory', 'A worker thread ran out of memory', '', 'Run with fewer --threads', {
      cause: error,
    });
  return new TallyError('machine', `A worker thread failed: ${problemOf(error).what}`, '', again, { cause: error });
}
