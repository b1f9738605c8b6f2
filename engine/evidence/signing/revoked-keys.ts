import { createHash } from 'node:crypto';
import { TallyError } from '../../../contract/problem.ts';
import { SshReader } from '../keys/ssh-wire.ts';

/** Keys that are not to be trusted, as `ssh-keygen -Y verify -r` takes them. */
export interface RevokedKeys {
  readonly has: (blob: Uint8Array) => boolean;
  /** A sign-off that a trusted timestamp puts before this is not touched; null: no sign-off is spared. */
  readonly since: Date | null;
}

const magic = Buffer.from('SSHKRL\n\0', 'latin1');
// OpenSSH's PROTOCOL.krl.
const sections = { certificates: 1, keys: 2, sha1: 3, signature: 4, sha256: 5 } as const;

/** Reads a KRL, or a list of public keys one a line; anything unclear in it is an error, and never an empty list. */
export function parseRevokedKeys(bytes: Uint8Array, where: string, since: Date | null): RevokedKeys {
  const revoked = new Set<string>();
  const isKrl = Buffer.compare(bytes.subarray(0, magic.length), magic) === 0;
  try {
    if (isKrl) readKrl(bytes, revoked);
    else readList(Buffer.from(bytes).toString('utf8'), revoked, where);
  } catch (error) {
    if (error instanceof RangeError) throw malformed(error.message, where);
    throw error;
  }
  const forms = [(blob: Uint8Array) => keyText(blob), hashText('sha1'), hashText('sha256')];
  return { has: (blob) => forms.some((form) => revoked.has(form(blob))), since };
}

const keyText = (blob: Uint8Array): string => `key ${Buffer.from(blob).toString('hex')}`;
const hashText =
  (hash: 'sha1' | 'sha256') =>
  (blob: Uint8Array): string =>
    `${hash} ${createHash(hash).update(blob).digest('hex')}`;

function readKrl(bytes: Uint8Array, revoked: Set<string>): void {
  const reader = new SshReader(bytes);
  reader.take(magic.length);
  if (reader.uint32() !== 1) throw new RangeError('The list of revoked keys has another version');
  reader.take(3 * 8); // its own version, when it was made, flags
  reader.string();
  reader.text();
  while (reader.rest > 0) {
    const type = reader.uint8();
    const section = new SshReader(reader.string());
    if (type === sections.certificates) continue; // a key signs here, and never a certificate
    if (type === sections.signature) throw new RangeError('A signed list of revoked keys cannot be judged here');
    const form =
      type === sections.keys ? 'key' : type === sections.sha1 ? 'sha1' : type === sections.sha256 ? 'sha256' : null;
    if (form === null) throw new RangeError('The list of revoked keys has a part that is not known here');
    while (section.rest > 0) revoked.add(`${form} ${Buffer.from(section.string()).toString('hex')}`);
  }
}

function readList(text: string, revoked: Set<string>, where: string): void {
  for (const [i, written] of text.split('\n').entries()) {
    const line = written.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [, type, base64] = /^([a-z0-9@.-]+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]|$)/.exec(line) ?? [];
    const blob = Buffer.from(base64 ?? '', 'base64');
    if (type === undefined || !blob.includes(type))
      throw malformed('The line is no public key', `${where}, line ${i + 1}`);
    revoked.add(keyText(blob));
  }
}

const malformed = (what: string, where: string): TallyError =>
  new TallyError('input_malformed', what, where, 'Give a KRL of ssh-keygen -k, or a list of public keys, one a line');
