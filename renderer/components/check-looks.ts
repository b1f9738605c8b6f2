import type { z } from 'zod';
import type { checkView } from '../../contract/verification.ts';
import type { ShapeName } from './Shape.svelte';

export type Check = z.output<typeof checkView>;
export type Result = Check['result'];

interface Look {
  readonly word: string;
  readonly shape: ShapeName;
  readonly tone: string;
}

/** A check that was not done proved nothing: it is as visible as one that failed. */
export const looks: Readonly<Record<Result, Look>> = {
  failed: { word: 'failed', shape: 'cross', tone: 'differs' },
  not_done: { word: 'not done', shape: 'ring', tone: 'rule' },
  passed: { word: 'passed', shape: 'check', tone: 'proven' },
};

/** How many of each, in the order in which they are read: what failed first. */
export const tally = (checks: readonly Check[]): { readonly result: Result; readonly count: string }[] =>
  (Object.keys(looks) as Result[]).map((result) => ({
    result,
    count: String(checks.filter((check) => check.result === result).length),
  }));
