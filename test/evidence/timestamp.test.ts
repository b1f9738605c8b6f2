import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTimestamp } from '../../engine/evidence/timestamp/judge-timestamp.ts';
import { readTimestamp } from '../../engine/evidence/timestamp/read-timestamp.ts';
import { parseAuthorities } from '../../engine/evidence/timestamp/trusted-signer.ts';
import { Authority } from './authority.ts';
import { run, temporaryFolder } from './tools.ts';

function setUp(key: 'rsa' | 'ec' = 'rsa', chain: 'none' | 'middle' | 'whole' = 'none') {
  const folder = temporaryFolder();
  const authority = new Authority(folder, 'clock', key, 'critical,timeStamping', chain);
  const file = join(folder, 'signature');
  writeFileSync(file, 'a signature');
  const trusted = parseAuthorities(authority.pem)!;
  return { folder, authority, file, trusted, stamped: readFileSync(file) };
}

describe('a time-stamp response of openssl ts', () => {
  it.each([
    ['rsa', 'sha256'],
    ['rsa', 'sha512'],
    ['ec', 'sha384'],
  ] as const)('by %s over %s gives the time that openssl reads in it', (key, hash) => {
    const { authority, file, trusted, stamped } = setUp(key);
    const response = authority.stamp(file, hash);
    const verdict = judgeTimestamp(readFileSync(response), stamped, trusted);
    expect(authority.accepts(file, response)).toBe(true);
    const said = /Time stamp: (.*)/.exec(run('openssl', ['ts', '-reply', '-in', response, '-text']).stdout)![1]!;
    expect(verdict).toEqual({ kind: 'trusted', time: new Date(said), authority: 'O=clock, CN=stamps' });
  });

  it('is believed of nobody who was not named, and says the time it claims', () => {
    const { folder, authority, file, stamped } = setUp();
    const response = readFileSync(authority.stamp(file));
    const other = new Authority(folder, 'other');
    for (const named of [[], parseAuthorities(other.pem)!]) {
      const verdict = judgeTimestamp(response, stamped, named);
      expect(verdict).toMatchObject({ kind: 'untrusted', why: expect.stringMatching(/did not name$/) as string });
    }
  });

  it.each([
    ['something else', 'critical,serverAuth'],
    ['something else too', 'critical,timeStamping,codeSigning'],
    ['time, as far as one cares to look', 'timeStamping'],
  ])('by a certificate that is for %s is not believed, by openssl neither', (_, usage) => {
    const { folder, authority, file, stamped } = setUp();
    const wrong = new Authority(folder, 'wrong', 'rsa', usage);
    expect(() => wrong.stamp(file)).toThrow(); // so openssl cms signs what a good one said
    const response = wrong.signAnew(authority.stamp(file));
    expect(wrong.accepts(file, response)).toBe(false);
    expect(judgeTimestamp(readFileSync(response), stamped, parseAuthorities(wrong.pem)!)).toMatchObject({
      kind: 'untrusted',
      why: expect.stringMatching(/by an authority that has a certificate for something else$/) as string,
    });
    const good = new Authority(folder, 'good');
    const anew = good.signAnew(authority.stamp(file));
    expect(good.accepts(file, anew)).toBe(true);
    expect(judgeTimestamp(readFileSync(anew), stamped, parseAuthorities(good.pem)!).kind).toBe('trusted');
  });

  it.each(['rsa', 'ec'] as const)(
    'that its own certificate did not sign (%s) is refused, also where nobody is named',
    (key) => {
      const { authority, file, stamped } = setUp(key);
      const response = readFileSync(authority.stamp(file));
      const { signature } = readTimestamp(response);
      const at = response.indexOf(signature) + signature.length - 1;
      expect(judgeTimestamp(response, stamped, []).kind).toBe('untrusted');
      expect(judgeTimestamp(response.with(at, response[at]! ^ 1), stamped, [])).toEqual({
        kind: 'refused',
        why: 'is not signed by the authority that it names',
      });
    },
  );

  it('over another file is refused', () => {
    const { authority, file, trusted } = setUp();
    const verdict = judgeTimestamp(readFileSync(authority.stamp(file)), Buffer.from('another'), trusted);
    expect(verdict).toEqual({ kind: 'refused', why: 'is not over that file' });
  });

  it.each([
    ['ec', 'none', 1],
    ['ec', 'whole', 0x80],
    ['rsa', 'middle', 1],
    ['rsa', 'none', 0x0a], // which makes sha256WithRSA of RSA
  ] as const)('by %s with a chain of %s is refused after any change of any byte of it', (key, chain, flip) => {
    const { authority, file, trusted, stamped } = setUp(key, chain);
    const response = readFileSync(authority.stamp(file));
    expect(judgeTimestamp(response, stamped, trusted).kind).toBe('trusted');
    for (const [at, byte] of response.entries()) {
      const { kind } = judgeTimestamp(response.with(at, byte ^ flip), stamped, trusted);
      expect([at, kind]).toEqual([at, 'refused']);
    }
  });

  it('of which nobody vouches for a certificate beside its signer’s is refused until its issuer is named too', () => {
    const { authority, file, trusted, stamped } = setUp('ec', 'middle');
    const response = readFileSync(authority.stamp(file));
    const alone = parseAuthorities(authority.middleAlone)!;
    expect(judgeTimestamp(response, stamped, alone)).toEqual({
      kind: 'refused',
      why: 'holds a certificate of O=clock, CN=mid for which nobody vouches whom you named: name its issuer too',
    });
    expect(judgeTimestamp(response, stamped, [...alone, ...trusted]).kind).toBe('trusted');
    expect(judgeTimestamp(response, stamped, parseAuthorities(authority.middle)!).kind).toBe('trusted');
  });

  it('that was granted with changes, or has words beside that nobody signed, is refused', () => {
    const { authority, file, trusted, stamped } = setUp('ec');
    const response = readFileSync(authority.stamp(file));
    const granted = Buffer.from('3003020100', 'hex');
    const at = response.indexOf(granted);
    const [head, token] = [response.subarray(0, at), response.subarray(at + granted.length)];
    for (const status of ['3003020101', '3009020100300430020c00']) {
      const other = Buffer.concat([head, Buffer.from(status, 'hex'), token]);
      other.writeUInt16BE(other.length - 4, 2);
      expect(judgeTimestamp(other, stamped, trusted)).toEqual({
        kind: 'refused',
        why: 'is no time-stamp response that was granted: its status is another than granted, or has words beside it',
      });
    }
  });

  it('of any bytes at all is refused and never an error of the program', () => {
    const { trusted, stamped } = setUp('ec');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(judgeTimestamp(bytes, stamped, trusted).kind).toBe('refused');
      }),
    );
  });
});
