import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { CallOutput, Handlers, JudgedInput } from '../../contract/calls.ts';
import { TallyError } from '../../contract/problem.ts';
import { checkSignatures } from '../evidence/check-signatures.ts';
import { signPackage } from '../evidence/sign-package.ts';
import { readPrivateKey, type PrivateKey } from '../evidence/ssh-key.ts';
import { reportOf } from './report-of.ts';
import type { Session } from './session.ts';

export type SignoffCalls = 'signoff.view' | 'signoff.sign';

export const signoffCalls = (session: Session): Handlers<SignoffCalls> => ({
  'signoff.view': ({ run }) => viewSignoff(session, run),
  'signoff.sign': async (wish) => {
    const { run, name, role, decision, text, exceptions = [] } = wish;
    const folder = session.workspace.runs.package(run);
    const key = await keyOf(session, wish);
    const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const journal = session.workspace.journal.of(run);
    await signPackage({ folder, key, name, role, decision, text, at, exceptions, journal });
    session.workspace.forget(run);
    session.tellWorkspace();
    return viewSignoff(session, run);
  },
});

async function viewSignoff(session: Session, run: string): Promise<CallOutput<'signoff.view'>> {
  const folder = session.workspace.runs.package(run);
  const { signers } = await checkSignatures(folder, { allowed: null, now: new Date() });
  const keys = (await session.means.vault?.list()) ?? [];
  return {
    needed: reportOf(folder).signers,
    signed: signers.map(({ name, role, decision, at, text, key, exceptions }) => ({
      ...{ name, role, decision, at, text, key },
      exceptions: [...exceptions],
    })),
    keys: keys.map(({ id, name, fingerprint }) => ({ id, name, fingerprint })),
  };
}

/** A passphrase lives in this call alone: it is neither kept nor told. */
async function keyOf({ means }: Session, { key, passphrase }: JudgedInput<'signoff.sign'>): Promise<PrivateKey> {
  if (typeof key === 'object') {
    if (means.vault === null) throw new TallyError('usage', 'No keys are remembered here', '', 'Choose a key file');
    const remembered = await means.vault.open(key.vault);
    return readPrivateKey(remembered.bytes, remembered.passphrase ?? undefined);
  }
  const path = means.resolve(key);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new TallyError('input_unreadable', 'The key cannot be read', basename(path), '', { cause });
  }
  return readPrivateKey(bytes, passphrase === null || passphrase === '' ? undefined : passphrase);
}
