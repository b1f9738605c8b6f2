import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeName, parseAllowedSigners, principalsFor } from '../../engine/evidence/signing/allowed-signers.ts';
import { readPrivateKey } from '../../engine/evidence/keys/ssh-key.ts';
import { makeSshSignature } from '../../engine/evidence/keys/sshsig.ts';
import { run, sshKeygen, temporaryFolder } from './tools.ts';

const namespace = 'tallystick-signoff';
const message = Buffer.from('message');
const now = new Date('2026-06-15T12:00:00Z');

function setUp() {
  const folder = temporaryFolder();
  const paths = [sshKeygen(folder, 'ed25519'), sshKeygen(folder, 'ecdsa')] as const;
  const keys = paths.map((path) => readPrivateKey(readFileSync(path)));
  const lines = paths.map((path) => readFileSync(`${path}.pub`, 'utf8').trim());
  const [allowed, signature] = [join(folder, 'allowed'), join(folder, 'sig')];
  writeFileSync(signature, makeSshSignature(message, namespace, keys[0]!));
  return { blob: keys[0]!.publicBlob, one: lines[0]!, two: lines[1]!, allowed, signature };
}
const verifyTime = '-Overify-time=20260615120000Z';

describe('allowed_signers', () => {
  const principals = fc.constantFrom(
    'ada',
    'ada@bank',
    'bob,ada',
    '*',
    'a?a',
    '!ada,*',
    '*@bank',
    '"ada,bob"',
    'Ada',
    'ad',
    '*a*a*',
  );
  const options = fc.constantFrom(
    '',
    'namespaces="tallystick-signoff" ',
    'namespaces="tallystick-*,git" ',
    'namespaces="file" ',
    'NAMESPACES="*,!tallystick-signoff" ',
    'valid-after="20260101" ',
    'valid-after="20270101Z" ',
    'valid-before="202601010000Z" ',
    'valid-after="20260615120000Z",valid-before="20260615120000Z" ',
    'valid-before="20260615120000Z" ',
    'valid-after="20260615120000Z" ',
    'valid-after="20250101Z",valid-before="20270101000000Z",namespaces="tallystick-signoff" ',
  );
  const lines = fc.array(fc.tuple(principals, options, fc.boolean()), { minLength: 1, maxLength: 4 });

  it('gives a name to a key exactly when ssh-keygen -Y verify does', () => {
    const { blob, one, two, allowed, signature } = setUp();
    fc.assert(
      fc.property(lines, fc.constantFrom('ada', 'ada@bank', 'bob', 'Ada', 'aba'), (made, name) => {
        const text = made.map(([who, how, isFirst]) => `${who} ${how}${isFirst ? one : two}\n`).join('');
        const read = parseAllowedSigners(text);
        fc.pre(read.problems.length === 0); // ssh-keygen stops at the first bad line
        writeFileSync(allowed, text);
        const args = ['-Y', 'verify', verifyTime, '-f', allowed, '-I', name, '-n', namespace, '-s', signature];
        const theirs = run('ssh-keygen', args, message).status === 0;
        expect(judgeName(read, name, blob, namespace, now).kind === 'named', text).toBe(theirs);
      }),
      { numRuns: 250 },
    );
  });

  it('finds the principals that ssh-keygen -Y find-principals finds', () => {
    const { blob, one, two, allowed, signature } = setUp();
    const text = [
      '# the signers of the cutover',
      '',
      `  bob ${two}`,
      `\tada@bank,ada\tvalid-before="20300101",namespaces="tallystick-signoff,tallystick-report" ${one}`,
    ].join('\n');
    writeFileSync(allowed, text);
    const found = run('ssh-keygen', ['-Y', 'find-principals', verifyTime, '-f', allowed, '-s', signature]);
    expect(principalsFor(parseAllowedSigners(text), blob, namespace, now)).toEqual(found.stdout.trim().split(/[\n,]/));
  });

  it('lists nobody for a namespace the key is not meant for', () => {
    const { blob, one } = setUp();
    const trust = parseAllowedSigners(`ada namespaces="git" ${one}`);
    expect(principalsFor(trust, blob, 'git', now)).toEqual(['ada']);
    expect(principalsFor(trust, blob, namespace, now)).toEqual([]);
  });

  it.each([
    ['a line without a key', 'ada', 'The line has no key'],
    ['a certificate authority', 'ada cert-authority KEY', 'Certificate authorities are not supported: name each key'],
    ['an unknown option', 'ada no-touch="1" KEY', 'Unknown option "no-touch"'],
    ['an option twice', 'ada namespaces="a",namespaces="b" KEY', 'The option "namespaces" stands twice'],
    ['a time that is none', 'ada valid-before="20260231" KEY', 'A time is not YYYYMMDD[HHMM[SS]][Z]'],
    ['a time at which no key is valid', 'ada valid-after="2027010100Z" KEY', 'A time is not YYYYMMDD[HHMM[SS]][Z]'],
    [
      'times that exclude each other',
      'ada valid-after="20270101",valid-before="20260101" KEY',
      'The key is valid at no time',
    ],
    ['an unknown type of key', 'ada ssh-dss AAAAB3NzaC1kc3M=', 'The key is not one that is known here'],
    ['an open quote', 'ada namespaces="x KEY', 'The options are malformed'],
  ])('grants nothing by %s, and says so with its line', (_, line, what) => {
    const { blob, one } = setUp();
    const trust = parseAllowedSigners(`# first\r\n${line.replace('KEY', one)}\r\n`);
    expect(trust.problems).toEqual([{ line: 2, what }]);
    expect(principalsFor(trust, blob, namespace, now)).toEqual([]);
  });

  it('tells a name with another key, a key with another name, and somebody unknown apart', () => {
    const { blob, one, two } = setUp();
    const judge = (text: string, name: string) => judgeName(parseAllowedSigners(text), name, blob, namespace, now);
    expect(judge(`ada ${two}`, 'ada')).toEqual({
      kind: 'refused',
      why: 'signed with a key that is not the one listed for that name',
    });
    expect(judge(`bob ${one}`, 'ada')).toEqual({ kind: 'refused', why: 'signed with the key of bob' });
    expect(judge(`bob ${two}`, 'ada')).toEqual({ kind: 'unknown' });
    expect(judge(`ada namespaces="git" ${one}`, 'ada')).toEqual({
      kind: 'refused',
      why: 'has a key that may not sign for tallystick-signoff',
    });
    expect(judge(`ada valid-before="20260101Z" ${one}`, 'ada')).toEqual({
      kind: 'refused',
      why: 'has a key that is not valid at 2026-06-15T12:00:00Z',
    });
  });

  it('takes a pattern of many stars in no time worth naming', () => {
    const { blob, one } = setUp();
    const trust = parseAllowedSigners(`${'*a'.repeat(60)}b ${one}`);
    expect(judgeName(trust, 'a'.repeat(5000), blob, namespace, now).kind).toBe('refused');
  });
});
