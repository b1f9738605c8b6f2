import { bundleFromJSON, bundleToJSON, toDSSEBundle } from '@sigstore/bundle';
import { toSignedEntity, Verifier } from '@sigstore/verify';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { newKey } from '../evidence/small-package.ts';
import { forgery } from '../evidence/verify/verify-by-hand.ts';

const people = { ada: newKey(), bob: newKey('P-256'), eve: newKey() };
const roles = { ada: 'preparer', bob: 'approver', eve: 'auditor' } as const;

async function envelopes(): Promise<Map<string, Envelope>> {
  const folder = forgery().seal();
  for (const [name, key] of Object.entries(people))
    await signPackage({
      folder,
      key,
      name,
      role: roles[name as 'ada'],
      decision: 'APPROVE',
      text: '',
      at: '2026-01-31T09:00:00Z',
    });
  const names = [
    'report.dsse.json',
    ...readdirSync(join(folder, 'signoffs'))
      .filter((name) => name.endsWith('.dsse.json'))
      .map((name) => `signoffs/${name}`),
  ];
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Envelope]));
}
interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** By the OpenSSH fingerprint that an envelope names. */
const keys = new Map<string, KeyObject>(
  Object.values(people).map(({ fingerprint, privateKey }) => [fingerprint, createPublicKey(privateKey)]),
);
const trust = {
  ...{ certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] },
  publicKey: (hint: string) => ({ publicKey: keys.get(hint)!, validFor: () => true }),
};

/** Sigstore's bundle of an envelope as it lies in a package, and Sigstore's own judgement of it. */
function judge({ payload, payloadType, signatures: [signature] }: Envelope): void {
  const bundle = toDSSEBundle({
    artifact: Buffer.from(payload, 'base64'),
    artifactType: payloadType,
    signature: Buffer.from(signature!.sig, 'base64'),
    keyHint: signature!.keyid,
  });
  // There is no log and no timestamp of Sigstore's here: the auditor's list says whose key it is, and until when.
  new Verifier(trust, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 }).verify(
    toSignedEntity(bundleFromJSON(bundleToJSON(bundle))),
  );
}

describe('Sigstore', () => {
  it('accepts the envelope of every sign-off and of the report, Ed25519 and P-256', async () => {
    const found = await envelopes();
    expect([...found.keys()]).toEqual([
      'report.dsse.json',
      'signoffs/001.dsse.json',
      'signoffs/002.dsse.json',
      'signoffs/003.dsse.json',
    ]);
    for (const envelope of found.values()) expect(() => judge(envelope)).not.toThrow();
  });

  it('refuses each of them with another statement, another type or another key', async () => {
    for (const envelope of (await envelopes()).values()) {
      const statement = Buffer.from(envelope.payload, 'base64').toString();
      const other = Buffer.from(`${statement} `).toString('base64');
      const [signature] = envelope.signatures;
      const keyid = Object.values(people).find(({ fingerprint }) => fingerprint !== signature!.keyid)!.fingerprint;
      for (const changed of [
        { payload: other },
        { payloadType: 'application/json' },
        { signatures: [{ ...signature!, keyid }] },
      ])
        expect(() => judge({ ...envelope, ...changed })).toThrow(/signature verification failed/);
    }
  });
});
