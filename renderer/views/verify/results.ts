import type { z } from 'zod';
import { verdicts, type Verdict } from '../../../contract/report.ts';
import type { verifyView } from '../../../contract/verification.ts';

export type Verified = z.output<typeof verifyView>;
type Result = Verified['checks'][number]['result'];

export const verdictOf = (text: string | null): Verdict | null => verdicts.find((known) => known === text) ?? null;

/** What the evidence comes to, in one sentence for somebody who reads nothing else. */
export function sentenceOf({ sound, signers, what, proof }: Verified): string {
  // A package can be to the byte what was made, and signed by a key that was lost.
  if (!sound)
    return what === 'package'
      ? 'What failed below does not hold: rely on nothing in this package.'
      : what === 'journal'
        ? 'This journal is not as it was written, or does not fit the packages beside it.'
        : 'This file is not what was made: rely on nothing in it.';
  if (proof !== null)
    return `The snapshot ${proof.claim === 'included' ? 'holds this record' : 'does not hold this key'}.`;
  if (what === 'journal') return 'The journal is as it was written, and fits the packages beside it.';
  if (what !== 'package') return 'The sample holds together. That it was drawn so is shown with the export.';
  const named = signers.filter((signer) => signer.trusted);
  if (signers.length === 0) return 'Intact, and signed by nobody.';
  if (named.length === 0) return 'Intact, signed by nobody you named.';
  return `Intact, signed by ${named.map(({ name, decision }) => (decision === 'REJECT' ? `${name}, who rejects it` : name)).join(' and ')}.`;
}

/** What people ask of a package, answered by its checks. */
export interface Answer {
  readonly question: string;
  readonly result: Result;
  readonly word: string;
  readonly why: string;
}

export function answersOf({ checks, requirements }: Verified): Answer[] {
  const rerun = checks.find(({ name }) => name === 'rerun');
  const journal = checks.filter(({ name }) => name.startsWith('journal: ') || name.endsWith(': journal'));
  // One that fails is the answer; one that was not done, where none does; else that the last sign-off is bound.
  const told =
    journal.find(({ result }) => result === 'failed') ??
    journal.find(({ result }) => result === 'not_done') ??
    journal.at(-1);
  const answers: Answer[] = [];
  const say = (question: string, result: Result, words: Record<Result, string>, why: string): void => {
    answers.push({ question, result, word: words[result], why });
  };
  if (rerun !== undefined)
    say('Run again', rerun.result, { passed: 'the same', failed: 'another', not_done: 'not done' }, rerun.why);
  if (told !== undefined)
    say('Journal', told.result, { passed: 'as signed', failed: 'another', not_done: 'not judged whole' }, told.why);
  for (const [name, question] of [
    ['signed', 'Signed as the plan asks'],
    ['reconciled', 'Reconciled, and signed so'],
  ] as const) {
    const asked = requirements?.[name];
    if (asked !== undefined)
      say(question, asked.met ? 'passed' : 'not_done', { passed: 'yes', failed: 'no', not_done: 'no' }, asked.why);
  }
  return answers;
}
