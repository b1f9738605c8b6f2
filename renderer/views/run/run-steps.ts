import type { RunEvent } from '../../app/app.svelte.ts';
import { duration } from '../../text/numbers.ts';
import { quantity } from '../../text/progress.ts';

export type RunStepState = RunEvent['steps'][number];

/** The seven steps as people say them. */
export const stepWords: Readonly<Record<RunStepState['step'], readonly [name: string, does: string]>> = {
  open: ['Open', 'digests every file and counts its records'],
  stage: ['Stage', 'reads each side once into canonical columns'],
  hash: ['Hash', 'digests every key and row'],
  compare: ['Compare', 'folds buckets into both trees'],
  drill: ['Drill', 'finds the columns of every difference'],
  'cross-check': ['Cross-check', 'counts and sums again by the other path'],
  judge: ['Judge', 'applies totals, checks and gates, writes the package'],
};

/** 0 to 1; null where the end is not known. A step that is done is whole, whatever it last told. */
export function share({ state, done, total }: RunStepState): number | null {
  if (state === 'done') return 1;
  if (state === 'waiting') return 0;
  return total === null || total <= 0 ? null : Math.min(1, done / total);
}

/** A rate is worth saying when some time has passed. */
const soonest = 0.3;

/** `1.2 M rows/s` as a quantity a second; nothing before there is something to divide. */
export function rate({ state, done, seconds, unit }: RunStepState): string {
  if (state === 'waiting' || seconds < soonest || done <= 0) return '';
  return `${quantity(done / seconds, unit)}/s`;
}

/** What is left at the rate so far; nothing where the end is not known. */
export function eta({ state, done, total, seconds }: RunStepState): string {
  if (state !== 'working' || total === null || done <= 0 || seconds < soonest) return '';
  const left = (Math.max(0, total - done) * seconds) / done;
  return `${duration(left < 10 ? left : Math.round(left))} left`;
}
