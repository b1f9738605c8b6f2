import type { ProofVerification } from '../engine/evidence/proof/verify-proof.ts';
import type { Context } from './context.ts';
import { shownKey, visible } from './shown-value.ts';
import { printChecks, soundness } from './print-verification.ts';

/** What a proof shows first, then each check by name; with --json one document. */
export function printProof(context: Context, { sound, proof, identity, checks }: ProofVerification): void {
  if (context.json) {
    const shown =
      proof === null
        ? null
        : { claim: proof.claim, table: proof.table, key: proof.key, record: proof.record, identity: identity ?? '' };
    context.print(JSON.stringify({ sound, verdict: null, checks, signers: [], proof: shown }));
    return;
  }
  const broken = checks.find(({ result }) => result === 'failed');
  context.print(
    `${soundness(context, sound)}   ${broken === undefined ? sentence(proof!) : `${broken.name}: ${broken.why}`}`,
  );
  printChecks(context, checks);
  if (sound) {
    if (proof!.record !== null) context.print(`  record     ${visible(proof!.record)}`);
    context.print(`  snapshot   ${String(identity)}, the SHA-256 of that side's fingerprint.json in a package`);
  }
}

const sentence = ({ claim, key, table }: NonNullable<ProofVerification['proof']>): string =>
  `${shownKey(key)} ${claim === 'included' ? 'is in' : 'is not in'} table ${visible(table)}`;
