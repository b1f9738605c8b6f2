import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jcsBytes } from '../../engine/canonical/jcs.ts';
import { parseAllowedSigners, type AllowedSigners } from '../../engine/evidence/signing/allowed-signers.ts';
import { sumsBytes } from '../../engine/evidence/sums-file.ts';
import { readPrivateKey, type PrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { publicLineOf } from '../../engine/evidence/keys/ssh-public-key.ts';
import { temporaryFolder } from './tools.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A package folder made by hand, with no more in it than signing asks for. */
export function smallPackage(verdict = 'RECONCILED'): string {
  const folder = temporaryFolder();
  const plan = Buffer.from('tallystick: 1\n');
  const files = new Map<string, Uint8Array>([
    ['plan.yaml', plan],
    ['report.html', Buffer.from('<!doctype html><title>report</title>')],
    ['run.json', Buffer.from('{}')],
    [
      'report.json',
      jcsBytes({
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name: 'plan.yaml', digest: { sha256: sha256(plan) } }],
        predicateType: 'urn:tallystick:reconciliation:v1',
        predicate: { verdict, selfTest: { pass: true }, more: 'than signing reads' },
      }),
    ],
  ]);
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  writeFileSync(
    join(folder, 'SHA256SUMS'),
    sumsBytes([...files].map(([name, bytes]) => ({ name, sha256: sha256(bytes) }))),
  );
  mkdirSync(join(folder, 'signoffs'));
  return folder;
}

export function newKey(type: 'ed25519' | 'P-256' = 'ed25519'): PrivateKey {
  const { privateKey } =
    type === 'P-256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return readPrivateKey(Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })));
}

/** The text of an allowed_signers file. */
export const trusting = (people: Readonly<Record<string, PrivateKey>>): string =>
  Object.entries(people)
    .map(([name, key]) => `${name} ${publicLineOf({ type: key.type, blob: key.publicBlob }, '')}\n`)
    .join('');
export const allowing = (people: Readonly<Record<string, PrivateKey>>): AllowedSigners =>
  parseAllowedSigners(trusting(people));
