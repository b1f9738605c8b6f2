import { basename } from 'node:path';
import { readFileSync } from 'node:fs';
import type { JudgedInput } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import { readPrivateKey, type PrivateKey } from '../../evidence/keys/ssh-key.ts';
import type { Session } from '../session.ts';

type Chosen = Pick<JudgedInput<'signoff.sign'>, 'key' | 'passphrase'>;

/** The key that somebody signs with. A passphrase lives in this call alone: it is neither kept nor told. */
export async function signingKey({ means }: Session, { key, passphrase }: Chosen): Promise<PrivateKey> {
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

/** Keys that the host's vault remembers, by id, name and fingerprint. */
export const rememberedKeys = async ({ means }: Session) =>
  ((await means.vault?.list()) ?? []).map(({ id, name, fingerprint }) => ({ id, name, fingerprint }));
