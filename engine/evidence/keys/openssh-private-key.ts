import { createDecipheriv, createPrivateKey, sign, verify, type KeyObject } from 'node:crypto';
import { TallyError } from '../../../contract/problem.ts';
import { cipherInNode, cipherName, keyAndIv, keyMagic } from './openssh-key-format.ts';
import { PassphraseError } from './passphrase-error.ts';
import { publicKeyFromBlob } from './ssh-public-key.ts';
import { SshReader, sshString } from './ssh-wire.ts';

/** A file that asks for more would hold the machine for minutes: 16 is usual, 64 a slow choice. */
const maximumRounds = 1024;

const malformed = (what: string, cause?: unknown) =>
  new TallyError('input_malformed', what, '', 'Give the private key as ssh-keygen wrote it', { cause });

/** The key and comment of an OpenSSH private key file; see readPrivateKey for the errors. */
export function readOpensshPrivateKey(
  text: string,
  passphrase: string | undefined,
): { privateKey: KeyObject; comment: string } {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]*)-----END OPENSSH PRIVATE KEY-----/.exec(text);
  if (body === null) throw malformed('The private key is cut off');
  try {
    const reader = new SshReader(Buffer.from(body[1]!, 'base64'));
    if (Buffer.from(reader.take(keyMagic.length)).toString('latin1') !== keyMagic)
      throw malformed('This is not an OpenSSH private key');
    const [cipher, kdf, options] = [reader.text(), reader.text(), reader.string()];
    if (reader.uint32() !== 1) throw malformed('The file holds more than one key');
    const publicBlob = reader.string();
    const sealed = reader.string();
    reader.end();
    if (cipher === 'none' && (kdf !== 'none' || options.length > 0)) throw malformed('The private key is damaged');
    const section = cipher === 'none' ? sealed : decrypt(cipher, kdf, options, sealed, passphrase);
    return readSection(section, publicBlob, cipher !== 'none');
  } catch (error) {
    if (error instanceof RangeError) throw malformed('The private key is damaged', error);
    throw error;
  }
}

function decrypt(
  cipher: string,
  kdf: string,
  options: Uint8Array,
  sealed: Uint8Array,
  passphrase: string | undefined,
): Uint8Array {
  if (cipher !== cipherName || kdf !== 'bcrypt')
    throw new TallyError(
      'input_unsupported',
      `A key under ${cipher} with ${kdf} cannot be opened here`,
      '',
      `Write it anew with ssh-keygen -p -Z ${cipherName}`,
    );
  if (passphrase === undefined) throw new PassphraseError('missing');
  const reader = new SshReader(options);
  const [salt, rounds] = [reader.string(), reader.uint32()];
  reader.end();
  if (rounds < 1 || rounds > maximumRounds) throw malformed(`The key asks for ${rounds} rounds`);
  const { key, iv } = keyAndIv(passphrase, salt, rounds);
  return createDecipheriv(cipherInNode, key, iv).update(sealed);
}

function readSection(
  section: Uint8Array,
  publicBlob: Uint8Array,
  wasSealed: boolean,
): { privateKey: KeyObject; comment: string } {
  const reader = new SshReader(section);
  if (reader.uint32() !== reader.uint32()) {
    if (wasSealed) throw new PassphraseError('wrong');
    throw malformed('The private key is damaged');
  }
  const { privateKey, saidPublic } = readKey(reader);
  const comment = Buffer.from(reader.string()).toString('utf8');
  for (let pad = 1; reader.rest > 0; pad++)
    if (reader.uint8() !== (pad & 255)) throw malformed('The private key is damaged');
  if (!saidPublic.equals(publicBlob) || !fits(privateKey, publicBlob))
    throw malformed('The private key does not fit its public key');
  return { privateKey, comment };
}

/** Tried, not compared: a key made of both halves hands back the public one it was given. */
function fits(privateKey: KeyObject, publicBlob: Uint8Array): boolean {
  const publicKey = publicKeyFromBlob(publicBlob)?.key;
  if (publicKey === undefined || publicKey.asymmetricKeyType !== privateKey.asymmetricKeyType) return false;
  const algorithm = privateKey.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  const probe = Buffer.from(keyMagic, 'latin1');
  return verify(algorithm, probe, publicKey, sign(algorithm, probe, privateKey));
}

/** The key, and the public half as the section says it beside the private one, in its wire form. */
function readKey(reader: SshReader): { privateKey: KeyObject; saidPublic: Buffer } {
  const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const type = reader.text();
  if (type === 'ssh-ed25519') {
    const [x, seedAndX] = [reader.string(), reader.string()];
    if (x.length !== 32 || seedAndX.length !== 64 || !Buffer.from(x).equals(seedAndX.subarray(32)))
      throw new RangeError('An Ed25519 key has 32 bytes, and 64 that end with them');
    const privateKey = jwk({ kty: 'OKP', crv: 'Ed25519', x: base64url(x), d: base64url(seedAndX.subarray(0, 32)) });
    return { privateKey, saidPublic: Buffer.concat([sshString(type), sshString(x)]) };
  }
  if (type === 'ecdsa-sha2-nistp256') {
    const [curve, point, d] = [reader.text(), reader.string(), reader.mpint(32)];
    if (curve !== 'nistp256' || point.length !== 65) throw new RangeError('A P-256 key has a point of 65 bytes');
    const [x, y] = [base64url(point.subarray(1, 33)), base64url(point.subarray(33))];
    const privateKey = jwk({ kty: 'EC', crv: 'P-256', x, y, d: base64url(d) });
    return { privateKey, saidPublic: Buffer.concat([sshString(type), sshString(curve), sshString(point)]) };
  }
  throw new TallyError(
    'input_unsupported',
    `A key of type ${type} cannot sign here`,
    '',
    type.startsWith('sk-')
      ? 'Write the statement with --statement, sign it with ssh-keygen -Y sign, and bring it in with --signature'
      : 'Use an Ed25519 or ECDSA P-256 key',
  );
}

function jwk(key: Record<string, string>): KeyObject {
  try {
    return createPrivateKey({ format: 'jwk', key });
  } catch (cause) {
    throw malformed('The private key does not fit its public key', cause);
  }
}
