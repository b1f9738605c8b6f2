import type { z } from 'zod';
import { verdicts, type Verdict } from '../../../contract/report.ts';
import type { checkView, verifyView } from '../../../contract/views.ts';
import type { ShapeName } from '../../components/Shape.svelte';

export type Check = z.output<typeof checkView>;
export type Verified = z.output<typeof verifyView>;
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

export const verdictOf = (text: string | null): Verdict | null => verdicts.find((known) => known === text) ?? null;

/** What the evidence comes to, in one sentence for somebody who reads nothing else. */
export function sentenceOf({ sound, signers }: Verified): string {
  if (!sound) return 'This package is not what was made: rely on nothing in it.';
  const named = signers.filter((signer) => signer.trusted);
  if (signers.length === 0) return 'Intact, and signed by nobody.';
  if (named.length === 0) return 'Intact, signed by nobody you named.';
  return `Intact, signed by ${named.map(({ name, decision }) => (decision === 'REJECT' ? `${name}, who rejects it` : name)).join(' and ')}.`;
}
