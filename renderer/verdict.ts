import type { Verdict } from '../contract/report.ts';
import type { ShapeName } from './components/Shape.svelte';

/** Amber is what was not examined, and what holds under a rule alone. */
export type Tone = 'proven' | 'rule' | 'differs';

/** A word and a shape, never a colour alone. */
export interface VerdictLook {
  readonly word: string;
  /** As text, where nothing can be drawn. */
  readonly shape: string;
  readonly drawn: ShapeName;
  readonly tone: Tone;
}

const looks: Record<Verdict, VerdictLook> = {
  RECONCILED: { word: 'Reconciled', shape: '✓', drawn: 'check', tone: 'proven' },
  RECONCILED_WITH_EXCEPTIONS: { word: 'Reconciled with exceptions', shape: '◐', drawn: 'half', tone: 'rule' },
  NOT_RECONCILED: { word: 'Not reconciled', shape: '✕', drawn: 'cross', tone: 'differs' },
  NOT_PROVEN: { word: 'Not proven', shape: '!', drawn: 'bang', tone: 'rule' },
};
const notRun: VerdictLook = { word: 'Not run', shape: '○', drawn: 'ring', tone: 'rule' };
const running: VerdictLook = { ...notRun, word: 'Running' };

/** The only place where a verdict gets its words and shape; null is a workspace whose first run is to come, or at work. */
export const verdictLook = (verdict: Verdict | null, isAtWork = false): VerdictLook =>
  verdict !== null ? looks[verdict] : isAtWork ? running : notRun;
