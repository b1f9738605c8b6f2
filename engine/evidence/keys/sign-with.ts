import { TallyError } from '../../../contract/problem.ts';
import { envelopedBytes, envelopeOf, makeEnvelope } from './dsse.ts';
import type { AgentKey } from './ssh-agent.ts';
import type { PrivateKey } from './ssh-key.ts';
import { SshReader } from './ssh-wire.ts';
import { armourSshSignature, makeSshSignature, sshSignedBytes, verifySshSignature } from './sshsig.ts';

/** What signs: a key at hand, or one that an agent keeps. */
export type SigningKey = PrivateKey | AgentKey;

/** An armoured OpenSSH signature over the message. An agent's is looked at before it is believed. */
export async function sshSignatureWith(key: SigningKey, message: Uint8Array, namespace: string): Promise<string> {
  if ('privateKey' in key) return makeSshSignature(message, namespace, key);
  const wire = await key.sign(sshSignedBytes(message, namespace));
  const armoured = armourSshSignature(key.publicBlob, namespace, wire);
  const verdict = verifySshSignature(message, namespace, Buffer.from(armoured));
  if (!verdict.valid)
    throw new TallyError('usage', `The agent's signature ${verdict.why}`, key.fingerprint, 'Sign with another agent');
  return armoured;
}

/** The DSSE envelope; null for hardware, which signs more than the bytes it is given. */
export async function envelopeWith(key: SigningKey, statement: Uint8Array): Promise<Uint8Array | null> {
  if ('privateKey' in key) return makeEnvelope(statement, key);
  if (key.publicKey.application !== null) return null;
  const reader = new SshReader(await key.sign(envelopedBytes(statement)));
  reader.text();
  const inner = reader.string();
  const signature = key.publicKey.type === 'ssh-ed25519' ? inner : derOf(new SshReader(inner));
  return envelopeOf(statement, key.fingerprint, signature);
}

/** r and s of an ECDSA signature as DER; both forms write a number alike. */
function derOf(reader: SshReader): Uint8Array {
  const numbers = [reader.string(), reader.string()].flatMap((number) => [Buffer.of(0x02, number.length), number]);
  const content = Buffer.concat(numbers);
  return Buffer.concat([Buffer.of(0x30, content.length), content]);
}
