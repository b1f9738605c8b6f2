import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { z } from 'zod';
import type { CallOutput, Handlers } from '../../../contract/calls.ts';
import { problemOf, TallyError } from '../../../contract/problem.ts';
import type { planSignatureView } from '../../../contract/plan.ts';
import { principalsFor } from '../../evidence/signing/allowed-signers.ts';
import { planNamespace, planSigner, signPlan } from '../../evidence/signing/plan-signature.ts';
import type { PublicKey } from '../../evidence/keys/ssh-public-key.ts';
import { readTrust } from '../read-chosen.ts';
import type { Session } from '../session.ts';
import { signingKey } from '../signoff/signing-key.ts';
import type { Workspace } from '../workspace.ts';

export type PlanSigningCalls = 'plan.signature' | 'plan.sign' | 'plan.unsign';
type View = z.output<typeof planSignatureView>;

/** The plan's signature is a file beside it, as everywhere: ssh-keygen may make it too (formats.md section 8). */
export const planSigning = (session: Session): Handlers<PlanSigningCalls> => ({
  'plan.signature': () => viewSignature(session.workspace),
  'plan.sign': async (wish) => {
    const { workspace } = session;
    const { path, text, identity } = signable(workspace);
    if (existsSync(path))
      throw new TallyError('usage', 'The plan has a signature', basename(path), 'Take it away before another is made');
    const key = await signingKey(session, wish);
    const signature = await signPlan(Buffer.from(text), key);
    record(workspace, { how: 'signed', plan: identity, sha256: sha256(text), by: key.fingerprint });
    writeFileSync(path, signature, { flag: 'wx', mode: 0o600 });
    session.tellWorkspace();
    return viewSignature(workspace);
  },
  'plan.unsign': () => {
    const { workspace } = session;
    const { path, text, identity } = signable(workspace);
    const by = signatureOf(workspace);
    if (by === null) throw new TallyError('usage', 'The plan has no signature', basename(path));
    const fingerprint = 'fingerprint' in by ? by.fingerprint : null;
    record(workspace, { how: 'unsigned', plan: identity, sha256: sha256(text), by: fingerprint });
    rmSync(path);
    session.tellWorkspace();
    return viewSignature(workspace);
  },
});

/** The signature as a run takes it, undefined without one; `plan_invalid` for one that is not over this very text. */
export function demandSignature(workspace: Workspace, text: string): Uint8Array | undefined {
  const signature = signatureBytes(workspace);
  if (signature !== undefined) planSigner(Buffer.from(text), signature, basename(workspace.plan.signaturePath));
  return signature;
}

const signatureBytes = ({ plan }: Workspace): Uint8Array | undefined =>
  existsSync(plan.signaturePath) ? readFileSync(plan.signaturePath) : undefined;

type Recorded = { readonly plan: string; readonly sha256: string } & (
  { readonly how: 'signed'; readonly by: string } | { readonly how: 'unsigned'; readonly by: string | null }
);

function record({ journal }: Workspace, recorded: Recorded): void {
  journal.append({ event: 'plan', ...recorded });
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function signable({ plan }: Workspace): { path: string; text: string; identity: string } {
  const { plan: good, text } = plan.demand();
  return { path: plan.signaturePath, text, identity: good.identity };
}

/** Whose key signed the plan that a run would go by, or why its signature does not hold; null without one. */
function signatureOf(workspace: Workspace): PublicKey | { readonly why: string } | null {
  const { good, signaturePath } = workspace.plan;
  const signature = signatureBytes(workspace);
  if (signature === undefined || good === null) return null;
  try {
    return planSigner(Buffer.from(good.text), signature, basename(signaturePath));
  } catch (error) {
    return { why: problemOf(error).what };
  }
}

function viewSignature(workspace: Workspace): CallOutput<'plan.signature'> {
  const found = signatureOf(workspace);
  if (found === null) return { signature: null };
  if ('why' in found) return { signature: { holds: false, by: null, names: null, why: found.why } };
  const { fingerprint: by, blob } = found;
  return { signature: { holds: true, by, names: namesOf(workspace, blob), why: '' } };
}

/** As the list calls the key whose signatures count here; null without a list that can be read. */
function namesOf({ vouching }: Workspace, blob: Uint8Array): NonNullable<View>['names'] {
  if (vouching.trust === null) return null;
  try {
    return [...new Set(principalsFor(readTrust(vouching.trust), blob, planNamespace, new Date()))];
  } catch {
    return null; // Snapshots says that it cannot be read
  }
}
