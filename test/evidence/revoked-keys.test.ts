import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRevokedKeys } from '../../engine/evidence/signing/revoked-keys.ts';
import { publicKeyFromBlob } from '../../engine/evidence/keys/ssh-public-key.ts';
import { run, sshKeygen, temporaryFolder } from './tools.ts';

const blobOf = (path: string): Uint8Array => Buffer.from(readFileSync(`${path}.pub`, 'utf8').split(' ')[1]!, 'base64');

/** Two keys, and lists by the real ssh-keygen in which the first is revoked. */
function setUp() {
  const folder = temporaryFolder();
  const [lost, kept] = [sshKeygen(folder, 'ed25519'), sshKeygen(folder, 'ecdsa')];
  const fingerprint = run('ssh-keygen', ['-l', '-f', `${lost}.pub`]).stdout.split(' ')[1]!;
  const krl = (name: string, spec: string) => {
    const [list, written] = [join(folder, name), join(folder, `${name}.spec`)];
    writeFileSync(written, spec);
    const made = run('ssh-keygen', ['-k', '-f', list, written]);
    if (made.status !== 0) throw new Error(made.stderr);
    return list;
  };
  const plain = join(folder, 'plain');
  writeFileSync(plain, `# lost on the train\n\n${readFileSync(`${lost}.pub`, 'utf8')}`);
  return {
    folder,
    lost,
    kept,
    lists: {
      plain,
      key: krl('key', `key: ${readFileSync(`${lost}.pub`, 'utf8')}`),
      sha256: krl('sha256', `hash: ${fingerprint}\n`),
      sha1: krl('sha1', `sha1: ${readFileSync(`${lost}.pub`, 'utf8')}`),
    },
  };
}

describe('a list of revoked keys', () => {
  it.each(['plain', 'key', 'sha256', 'sha1'] as const)(
    'in the form "%s" revokes what ssh-keygen says it revokes',
    (form) => {
      const { folder, lost, kept, lists } = setUp();
      const list = parseRevokedKeys(readFileSync(lists[form]), form, null);
      const [message, allowed] = [join(folder, 'message'), join(folder, 'allowed')];
      writeFileSync(message, 'x');
      for (const [path, revoked] of [
        [lost, true],
        [kept, false],
      ] as const) {
        run('ssh-keygen', ['-Y', 'sign', '-n', 'n', '-f', path, message]);
        writeFileSync(allowed, `ada ${readFileSync(`${path}.pub`, 'utf8')}`);
        const args = ['-Y', 'verify', '-f', allowed, '-I', 'ada', '-n', 'n', '-s', `${message}.sig`, '-r', lists[form]];
        expect(run('ssh-keygen', args, 'x').status === 0).toBe(!revoked);
        run('rm', [`${message}.sig`]);
        expect(list.has(blobOf(path))).toBe(revoked);
        expect(publicKeyFromBlob(blobOf(path))).not.toBeNull();
      }
    },
  );

  it('that is cut off, or holds a line that is no key, is an error and not an empty list', () => {
    const { lists } = setUp();
    const krl = readFileSync(lists.key);
    for (const cut of [9, 20, 40, krl.length - 1])
      expect(() => parseRevokedKeys(krl.subarray(0, cut), 'krl', null)).toThrow(/run out/);
    expect(() => parseRevokedKeys(Buffer.from('# ok\nnot a key\n'), 'list', null)).toThrow('list, line 2');
  });
});
