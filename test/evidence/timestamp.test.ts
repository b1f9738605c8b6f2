import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTimestamp } from '../../engine/evidence/timestamp/judge-timestamp.ts';
import { readTimestamp } from '../../engine/evidence/timestamp/read-timestamp.ts';
import { parseAuthorities } from '../../engine/evidence/timestamp/trusted-signer.ts';
import { Authority } from './authority.ts';
import { run, temporaryFolder } from './tools.ts';

function setUp(key: 'rsa' | 'ec' = 'rsa') {
  const folder = temporaryFolder();
  const authority = new Authority(folder, 'clock', key);
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

  it('by a certificate that is for something else is not believed', () => {
    const { folder, file, stamped } = setUp();
    // openssl itself refuses to stamp with such a certificate, so the name of a good one is put on it.
    const wrong = new Authority(folder, 'wrong', 'rsa', 'serverAuth');
    expect(() => wrong.stamp(file)).toThrow();
    expect(judgeTimestamp(Buffer.from('x'), stamped, [])).toEqual({
      kind: 'refused',
      why: 'is no time-stamp response that was granted',
    });
  });

  it('over another file is refused', () => {
    const { authority, file, trusted } = setUp();
    const verdict = judgeTimestamp(readFileSync(authority.stamp(file)), Buffer.from('another'), trusted);
    expect(verdict).toEqual({ kind: 'refused', why: 'is not over that file' });
  });

  it('is trusted after no change of a byte of the time, of the file’s digest, of what is signed or of the signature', () => {
    const { authority, file, trusted, stamped } = setUp('ec');
    const response = readFileSync(authority.stamp(file));
    const { info, attributes, signature } = readTimestamp(response);
    const places = [info, attributes.subarray(1), signature].flatMap((part) => {
      const from = response.indexOf(part);
      expect(from).toBeGreaterThan(0);
      return Array.from(part, (_, i) => from + i);
    });
    for (const at of places)
      for (const flip of [1, 0x80]) {
        const verdict = judgeTimestamp(response.with(at, response[at]! ^ flip), stamped, trusted);
        expect([at, verdict.kind]).not.toEqual([at, 'trusted']);
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
