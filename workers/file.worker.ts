import { parentPort } from 'node:worker_threads';
import type { Outcome } from '../contract/outcome.ts';
import { layHere, type LaidFile, type LaidForm, type LaidPieces } from '../engine/reconcile/differences/laid-file.ts';
import { expose, nodeEndpoint } from './comlink.ts';
import { tracedOutcomeOf } from './traced-outcome.ts';

let file: LaidFile<LaidForm>;

/** Lays one file. */
const worker = {
  open: (form: LaidForm, path: string): Promise<Outcome<void>> =>
    tracedOutcomeOf(() => {
      file = layHere(form, path);
    }),
  append: (pieces: LaidPieces[LaidForm]): Promise<Outcome<void>> => tracedOutcomeOf(() => file.append(pieces)),
  close: (): Promise<Outcome<string>> => tracedOutcomeOf(() => file.close()),
};
export type FileWorker = typeof worker;

if (parentPort !== null) expose(worker, nodeEndpoint(parentPort));
