import type { ReportTerms } from '../../../contract/report.ts';
import type { Kind } from './kinds.ts';
import type { Side } from '../../../contract/side.ts';

type TermName = Exclude<keyof ReportTerms, 'rows' | 'matchedUnderRule'>;

/** A term of the equation (formats.md section 7): its head, what it says, and the rows a press on it shows. */
export interface Term {
  readonly of: TermName;
  readonly head: string;
  readonly tone: 'proven' | 'rule' | 'differs' | '';
  readonly kind: (side: Side) => Kind | null;
}

const none = () => null;
export const terms: readonly Term[] = [
  { of: 'matched', head: 'matched', tone: 'proven', kind: none },
  { of: 'duplicatesMatched', head: 'duplicates, matched', tone: 'proven', kind: none },
  { of: 'withinTolerance', head: 'in tolerance', tone: 'rule', kind: () => 'within_tolerance' },
  { of: 'changed', head: 'changed', tone: 'differs', kind: () => 'changed' },
  { of: 'only', head: 'only here', tone: 'differs', kind: (side) => `${side}_only` },
  { of: 'duplicatesLeft', head: 'duplicates, left', tone: 'differs', kind: () => 'duplicate' },
  { of: 'unrepresentable', head: 'without a form', tone: 'differs', kind: () => 'unrepresentable' },
  { of: 'excluded', head: 'left out by plan', tone: '', kind: none },
];

/** What the terms leave over of the rows that were read: nothing, where every row is accounted for. */
export const remains = (counts: ReportTerms): bigint =>
  terms.reduce((left, { of }) => left - BigInt(counts[of]), BigInt(counts.rows));

export interface Part {
  readonly tone: Term['tone'];
  readonly share: number;
}

/** The least share of the bar that a part which is not nothing gets: one row of a million must be seen. */
const least = 0.006;

/** The bar below the equation: shares of the rows by tone, adding up to 1, none too thin to be seen. */
export function bar(counts: ReportTerms): readonly Part[] {
  const rows = BigInt(counts.rows);
  if (rows === 0n) return [];
  const tones = ['proven', 'rule', 'differs', ''] as const;
  const sums = tones.map((tone) =>
    terms.filter((term) => term.tone === tone).reduce((sum, { of }) => sum + BigInt(counts[of]), 0n),
  );
  const shares = sums.map((sum) => (sum === 0n ? 0 : Math.max(least, Number((sum * 1_000_000n) / rows) / 1_000_000)));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return tones.map((tone, i) => ({ tone, share: all === 0 ? 0 : shares[i]! / all })).filter(({ share }) => share > 0);
}
