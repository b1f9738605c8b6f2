import type { Verdict } from './report.ts';

const words: Readonly<Record<Verdict, string>> = {
  RECONCILED: 'Reconciled',
  RECONCILED_WITH_EXCEPTIONS: 'Reconciled with exceptions',
  NOT_RECONCILED: 'Not reconciled',
  NOT_PROVEN: 'Not proven',
};
const shapes: Readonly<Record<Verdict, string>> = {
  RECONCILED: '✓',
  RECONCILED_WITH_EXCEPTIONS: '◐',
  NOT_RECONCILED: '✕',
  NOT_PROVEN: '!',
};

/** The verdict as people read it. */
export const verdictWord = (verdict: Verdict): string => words[verdict];

/** A shape beside the word, so that nothing hangs on colour. */
export const verdictShape = (verdict: Verdict): string => shapes[verdict];
