import type { Worker } from 'node:worker_threads';
import { valueOf, type Outcome } from '../contract/outcome.ts';
import type { LaidFile, LaidForm } from '../engine/reconcile/differences/laid-file.ts';
import type { FileWorker } from './file.worker.ts';
import { openSeat } from './seat.ts';

/** Lays a file in a thread of its own. */
export function layAside<F extends LaidForm>(
  form: F,
  path: string,
): { readonly file: LaidFile<F>; readonly worker: Worker } {
  const { worker, remote, gone } = openSeat<FileWorker>('file');
  const end = (): Promise<void> => worker.terminate().then(() => undefined);
  const ask = async <T>(asked: Promise<Outcome<T>>): Promise<T> => valueOf(await Promise.race([asked, gone]));
  const opened = ask(remote.open(form, path));
  opened.catch(() => undefined); // the next that is asked is told
  const next = async <T>(asked: Promise<Outcome<T>>): Promise<T> => {
    asked.catch(() => undefined);
    await opened;
    return ask(asked);
  };
  return {
    file: {
      append: (pieces) => next(remote.append(pieces)),
      close: () => next(remote.close()).finally(end),
      abort: end,
    },
    worker,
  };
}
