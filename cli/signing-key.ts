import { TallyError } from '../contract/problem.ts';
import { PassphraseError } from '../engine/evidence/keys/passphrase-error.ts';
import type { SigningKey } from '../engine/evidence/keys/sign-with.ts';
import { agentKeys, agentSocket, type AgentKey } from '../engine/evidence/keys/ssh-agent.ts';
import { readPrivateKey, type PrivateKey } from '../engine/evidence/keys/ssh-key.ts';
import { askPassphrase, readPassphraseFile } from './ask-passphrase.ts';
import { readGiven } from './read-given.ts';

export interface KeyOptions {
  readonly key?: string;
  readonly agent?: boolean;
  readonly passphraseFile?: string;
}

export async function openSigningKey(options: KeyOptions): Promise<SigningKey> {
  if (options.agent === true) return keyOfAgent(options.key);
  if (options.key === undefined)
    throw new TallyError('usage', 'There is no key to sign with', '', 'Give --key FILE, or --agent');
  return openKey(options.key, options.passphraseFile);
}

async function openKey(path: string, passphraseFile: string | undefined): Promise<PrivateKey> {
  const bytes = readGiven(path, 'key');
  try {
    return readPrivateKey(bytes, passphraseFile === undefined ? undefined : readPassphraseFile(passphraseFile));
  } catch (error) {
    if (!(error instanceof PassphraseError)) throw noKey(error, path, bytes);
    if (error.reason !== 'missing') throw error;
    return readPrivateKey(bytes, await askPassphrase(`Passphrase of ${path}: `));
  }
}

function noKey(error: unknown, path: string, bytes: Buffer): unknown {
  if (!(error instanceof TallyError) || error.problem.where !== '') return error;
  const { code, what, remedy } = error.problem;
  const isPublic = /^(ssh|ecdsa)-\S+ AAAA/.test(bytes.toString('latin1'));
  return new TallyError(code, what, path, isPublic ? 'It is the public half: give the file without .pub' : remedy);
}

/** The one key of the agent, or the one whose public half is in a file. */
async function keyOfAgent(publicFile: string | undefined): Promise<AgentKey> {
  const socket = agentSocket(process.env);
  const keys = await agentKeys(socket);
  const wanted = publicFile === undefined ? null : readGiven(publicFile, 'public key').toString('utf8').split(/\s+/)[1];
  const found = keys.filter(
    ({ publicBlob }) => wanted === null || Buffer.from(publicBlob).toString('base64') === wanted,
  );
  const [only] = found;
  if (only === undefined)
    throw new TallyError(
      'usage',
      wanted === null ? 'The agent has no key that can sign here' : 'The agent does not have that key',
      publicFile ?? socket,
      'Add an Ed25519 or ECDSA P-256 key with ssh-add',
    );
  if (found.length > 1)
    throw new TallyError(
      'usage',
      `The agent has ${found.length} keys that can sign here: ${found.map((key) => key.fingerprint).join(', ')}`,
      socket,
      'Name one with --key FILE.pub',
    );
  return only;
}
