import { TallyError } from '../../../contract/problem.ts';
import { z } from 'zod';
import { jcsBytes, parseJcs } from '../../canonical/jcs.ts';
import { signRaw, verifyRaw } from './raw-signature.ts';
import type { PrivateKey } from './ssh-key.ts';
import type { PublicKey } from './ssh-public-key.ts';

const payloadType = 'application/vnd.in-toto+json';

/** DSSE v1's pre-authentication encoding: what is signed in the payload's stead. */
export function preAuthenticationEncoding(type: string, payload: Uint8Array): Uint8Array {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

/** The envelope over an in-toto statement, JCS bytes; Ed25519, or ECDSA P-256 in DER (formats.md section 8). */
export function makeEnvelope(statement: Uint8Array, key: PrivateKey): Uint8Array {
  return envelopeOf(statement, key.fingerprint, signRaw(envelopedBytes(statement), key.privateKey, 'der'));
}

/** What a key signs for an envelope over the statement. */
export const envelopedBytes = (statement: Uint8Array): Uint8Array => preAuthenticationEncoding(payloadType, statement);

export const envelopeOf = (statement: Uint8Array, fingerprint: string, signature: Uint8Array): Uint8Array =>
  jcsBytes({
    payload: Buffer.from(statement).toString('base64'),
    payloadType,
    signatures: [{ keyid: fingerprint, sig: Buffer.from(signature).toString('base64') }],
  });

const base64 = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'is not base64 in its one form')
  .transform((text): Uint8Array => Buffer.from(text, 'base64'));
const envelope = z.strictObject({
  payload: base64,
  payloadType: z.literal(payloadType),
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: base64 })]),
});

export interface Envelope {
  readonly payload: Uint8Array;
  /** The OpenSSH fingerprint that the envelope names; unsigned, so a hint until it is compared. */
  readonly keyid: string;
  readonly signature: Uint8Array;
}

/** Reads an envelope with exactly one signature, to the byte as makeEnvelope writes it; else `evidence_unsound`. */
export function parseEnvelope(bytes: Uint8Array, where: string): Envelope {
  const read = envelope.safeParse(parseJcs(bytes, where));
  if (!read.success)
    throw new TallyError('evidence_unsound', 'The file is not a DSSE envelope of one statement', where);
  const [{ keyid, sig }] = read.data.signatures;
  return { payload: read.data.payload, keyid, signature: sig };
}

/** Whether the envelope names this key and is signed by it. */
export function verifyEnvelope({ payload, keyid, signature }: Envelope, { fingerprint, key }: PublicKey): boolean {
  return keyid === fingerprint && verifyRaw(preAuthenticationEncoding(payloadType, payload), key, signature, 'der');
}
