import type { z } from 'zod';
import { verdicts, type Verdict } from '../../../contract/report.ts';
import type { verifyView } from '../../../contract/views.ts';

export type Verified = z.output<typeof verifyView>;

export const verdictOf = (text: string | null): Verdict | null => verdicts.find((known) => known === text) ?? null;

/** What the evidence comes to, in one sentence for somebody who reads nothing else. */
export function sentenceOf({ sound, signers, file, proof }: Verified): string {
  // A package can be to the byte what was made, and signed by a key that was lost.
  if (!sound)
    return file
      ? 'This file is not what was made: rely on nothing in it.'
      : 'What failed below does not hold: rely on nothing in this package.';
  if (proof !== null)
    return `The snapshot ${proof.claim === 'included' ? 'holds this record' : 'does not hold this key'}.`;
  if (file) return 'The sample holds together. That it was drawn so is shown with the export.';
  const named = signers.filter((signer) => signer.trusted);
  if (signers.length === 0) return 'Intact, and signed by nobody.';
  if (named.length === 0) return 'Intact, signed by nobody you named.';
  return `Intact, signed by ${named.map(({ name, decision }) => (decision === 'REJECT' ? `${name}, who rejects it` : name)).join(' and ')}.`;
}
