import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeEnvelope,
  parseEnvelope,
  preAuthenticationEncoding,
  verifyEnvelope,
} from '../../engine/evidence/keys/dsse.ts';
import { readPrivateKey, type PrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { publicKeyFromBlob } from '../../engine/evidence/keys/ssh-public-key.ts';
import { run, temporaryFolder } from './tools.ts';

const published = new URL('../../../shared/conformance/third-party/dsse-vector.json', import.meta.url);
const statement = Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}');
const newKey = (type: 'ed25519' | 'P-256'): PrivateKey => {
  const { privateKey } =
    type === 'P-256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return readPrivateKey(Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })));
};
const accepts = (bytes: Uint8Array, key: PrivateKey): boolean => {
  try {
    return verifyEnvelope(parseEnvelope(bytes, 'x'), publicKeyFromBlob(key.publicBlob)!);
  } catch (error) {
    expect(error).toMatchObject({ problem: { code: 'evidence_unsound' } });
    return false;
  }
};

describe('the pre-authentication encoding', () => {
  it('counts bytes, not characters', () => {
    const encoded = preAuthenticationEncoding('tÿpe', Buffer.from('pay€'));
    expect(Buffer.from(encoded).toString()).toBe('DSSEv1 5 tÿpe 6 pay€');
  });

  it.skipIf(!existsSync(published))(
    'is the published one, under the published signature (skipped where ../shared is not there)',
    () => {
      const vector = JSON.parse(readFileSync(published, 'utf8')) as Record<string, string>;
      const encoded = preAuthenticationEncoding(vector['payloadType']!, Buffer.from(vector['payload_utf8']!));
      expect(Buffer.from(encoded).toString()).toBe(vector['pae']);
      const coordinate = (decimal: string): string =>
        Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex').toString('base64url');
      const [x, y] = [coordinate(vector['x']!), coordinate(vector['y']!)];
      const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } });
      const signature = Buffer.from(vector['sig_b64']!, 'base64');
      expect(verify('sha256', encoded, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    },
  );
});

describe.each(['ed25519', 'P-256'] as const)('an envelope by %s', (type) => {
  it('is accepted by openssl over a rebuilt encoding, and refused by it with one bit flipped', () => {
    const folder = temporaryFolder();
    const key = newKey(type);
    const { payload, payloadType, signatures } = JSON.parse(Buffer.from(makeEnvelope(statement, key)).toString()) as {
      payload: string;
      payloadType: string;
      signatures: { keyid: string; sig: string }[];
    };
    const body = Buffer.from(payload, 'base64');
    const encoded = Buffer.concat([Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `), body]);
    const files = { pae: join(folder, 'pae'), sig: join(folder, 'sig'), pem: join(folder, 'pem') };
    writeFileSync(files.pem, createPublicKey(key.privateKey).export({ type: 'spki', format: 'pem' }));
    writeFileSync(files.sig, Buffer.from(signatures[0]!.sig, 'base64'));
    writeFileSync(files.pae, encoded);
    const digest = type === 'P-256' ? ['-digest', 'sha256'] : [];
    const args = [
      'pkeyutl',
      '-verify',
      '-rawin',
      ...digest,
      '-pubin',
      '-inkey',
      files.pem,
      '-in',
      files.pae,
      '-sigfile',
      files.sig,
    ];
    expect(run('openssl', args)).toMatchObject({ status: 0 });
    encoded[encoded.length - 2]! ^= 1;
    writeFileSync(files.pae, encoded);
    expect(run('openssl', args).status).not.toBe(0);
  });

  it('gives its payload back, and is refused under another key', () => {
    const key = newKey(type);
    const bytes = makeEnvelope(statement, key);
    expect(Buffer.from(parseEnvelope(bytes, 'x').payload)).toEqual(statement);
    expect(accepts(bytes, key)).toBe(true);
    expect(accepts(bytes, newKey(type))).toBe(false);
  });

  it('is refused with any one of its bytes changed', () => {
    const key = newKey(type);
    const bytes = makeEnvelope(statement, key);
    for (let at = 0; at < bytes.length; at++)
      for (const flip of [1, 32, 128]) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= flip;
        expect(accepts(changed, key), `byte ${at} by ${flip}`).toBe(false);
      }
  });

  it('is refused with any byte put in or taken out', () => {
    const key = newKey(type);
    const bytes = Buffer.from(makeEnvelope(statement, key));
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.integer({ min: 0, max: 255 }), fc.boolean(), (at, byte, out) => {
        const [head, tail] = [bytes.subarray(0, at), bytes.subarray(out ? at + 1 : at)];
        const changed = Buffer.concat(out ? [head, tail] : [head, Buffer.of(byte), tail]);
        fc.pre(!changed.equals(bytes));
        expect(accepts(changed, key)).toBe(false);
      }),
    );
  });

  it('is refused with two signatures or with none', () => {
    const key = newKey(type);
    const text = Buffer.from(makeEnvelope(statement, key)).toString();
    const one = /\[(.*)\]/.exec(text)![1]!;
    expect(accepts(Buffer.from(text.replace(one, `${one},${one}`)), key)).toBe(false);
    expect(accepts(Buffer.from(text.replace(one, '')), key)).toBe(false);
  });
});
