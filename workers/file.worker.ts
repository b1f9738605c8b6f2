import { parentPort } from 'node:worker_threads';
import { layHere, type LaidFile, type LaidForm, type LaidPieces } from '../engine/reconcile/differences/laid-file.ts';
import { expose, nodeEndpoint } from './comlink.ts';
import { outcomeOf, type Outcome } from './outcome.ts';

let file: LaidFile<LaidForm>;

/** Lays one file. */
const worker = {
  open: (form: LaidForm, path: string): Promise<Outcome<void>> =>
    outcomeOf(() => {
      file = layHere(form, path);
    }),
  append: (pieces: LaidPieces[LaidForm]): Promise<Outcome<void>> => outcomeOf(() => file.append(pieces)),
  close: (): Promise<Outcome<string>> => outcomeOf(() => file.close()),
};
export type FileWorker = typeof worker;

if (parentPort !== null) expose(worker, nodeEndpoint(parentPort));
