import { statementType } from '../../contract/report.ts';
import { algorithmNamed, isDigest, type Listed, type Manifest } from './manifest.ts';
import { items, member, members, readJson, type Json } from './strict-json.ts';
import { Unreadable } from './unreadable.ts';

const envelopePayloadType = 'application/vnd.in-toto+json';
/** The predicate under which a statement's subject is no file but a snapshot, by its identity. */
const fingerprintPredicate = 'urn:tallystick:fingerprint:v1';

export interface SignedEnvelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly Uint8Array[];
}

/** A DSSE envelope as any tool writes it: base64 of either alphabet, any number of signatures. */
export function readEnvelope(bytes: Uint8Array): SignedEnvelope {
  const document = readJson(bytes);
  const payloadType = member(document, 'payloadType');
  const payload = member(document, 'payload');
  const signatures = items(member(document, 'signatures'));
  if (typeof payloadType !== 'string' || typeof payload !== 'string' || signatures === null)
    throw new Unreadable('it is no DSSE envelope');
  return { payloadType, payload: base64(payload), signatures: signatures.map((one) => base64(member(one, 'sig'))) };
}

function base64(value: Json | undefined): Uint8Array {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value))
    throw new Unreadable('its base64 is damaged');
  return Buffer.from(value, 'base64');
}

/** What an in-toto statement's subjects are: files, or the identity of a snapshot. */
export type Subjects =
  { readonly kind: 'files'; readonly manifest: Manifest } | { readonly kind: 'fingerprint'; readonly identity: string };

export function readStatement({ payloadType, payload }: SignedEnvelope): Subjects {
  if (payloadType !== envelopePayloadType) throw new Unreadable(`it holds ${payloadType}, and no in-toto statement`);
  const document = readJson(payload);
  const type = member(document, '_type');
  if (type !== statementType && type !== 'https://in-toto.io/Statement/v0.1')
    throw new Unreadable('it holds no in-toto statement');
  const subjects = items(member(document, 'subject'));
  if (subjects === null || subjects.length === 0) throw new Unreadable('its statement is about nothing');
  if (member(document, 'predicateType') === fingerprintPredicate) {
    const identity = member(member(subjects[0], 'digest'), 'sha256');
    if (subjects.length > 1 || typeof identity !== 'string' || !isDigest(identity, 'sha256'))
      throw new Unreadable('its statement does not name one fingerprint by its SHA-256');
    return { kind: 'fingerprint', identity: identity.toLowerCase() };
  }
  const remarks: string[] = [];
  const files = subjects.flatMap((subject, i) => {
    const read = readSubject(subject, i);
    if (read.length === 0) remarks.push(`subject ${i + 1} has no digest that is known here`);
    return read;
  });
  return { kind: 'files', manifest: { files, faults: [], remarks, partial: true } };
}

function readSubject(subject: Json, index: number): Listed[] {
  const name = member(subject, 'name');
  const digests = members(member(subject, 'digest'));
  if (typeof name !== 'string' || digests === null) throw new Unreadable(`subject ${index + 1} is no file`);
  return [...digests].flatMap(([kind, digest]): Listed[] => {
    const algorithm = algorithmNamed(kind);
    if (algorithm === undefined) return [];
    if (typeof digest !== 'string' || !isDigest(digest, algorithm))
      throw new Unreadable(`the digest of subject ${index + 1} is no ${algorithm}`);
    return [{ name, algorithm, digest: digest.toLowerCase(), bytes: null }];
  });
}
