import { TallyError } from '../../../contract/problem.ts';
import { sshSignatureWith, type SigningKey } from '../keys/sign-with.ts';
import type { PublicKey } from '../keys/ssh-public-key.ts';
import { verifySshSignature } from '../keys/sshsig.ts';

export const planNamespace = 'tallystick-plan';

/** A signature over a plan's bytes, made before a run: its rules are fixed then. */
export const signPlan = (plan: Uint8Array, key: SigningKey): Promise<string> =>
  sshSignatureWith(key, plan, planNamespace);

/** Whose key signed the plan; a signature that is not over these very bytes is `plan_invalid`. */
export function planSigner(plan: Uint8Array, signature: Uint8Array, where: string): PublicKey {
  const verdict = verifySshSignature(plan, planNamespace, signature);
  if (verdict.valid) return verdict.publicKey;
  throw new TallyError(
    'plan_invalid',
    `The plan's signature ${verdict.why}: the plan was changed after it was signed, or it is another's`,
    where,
    'Sign the plan again, or take the signature away to run by rules that nobody fixed in advance',
  );
}

/** The same as a report says it. */
export const signedPlan = (plan: Uint8Array, signature: Uint8Array, where: string) => ({
  by: planSigner(plan, signature, where).fingerprint,
  signature: Buffer.from(signature).toString('latin1'),
});
