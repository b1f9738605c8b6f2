import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judgeSignedFiles } from '../../engine/evidence/signing/check-signatures.ts';
import { signPackage } from '../../engine/evidence/signing/sign-package.ts';
import { readSignedFiles, type SignedFiles } from '../../engine/evidence/signing/signed-files.ts';
import { parseAuthorities } from '../../engine/evidence/timestamp/trusted-signer.ts';
import { Authority } from './authority.ts';
import { allowing, newKey, smallPackage } from './small-package.ts';
import { temporaryFolder } from './tools.ts';

const [ada, bob] = [newKey(), newKey('P-256')];
const allowed = allowing({ 'ada@bank': ada, 'bob@bank': bob });

/** Where each signed file lies in what is judged. */
const places: Readonly<Record<string, (files: SignedFiles, bytes: Uint8Array) => SignedFiles>> = {
  'report.dsse.json': (files, reportEnvelope) => ({ ...files, reportEnvelope }),
  'report.json.sig': (files, reportSignature) => ({ ...files, reportSignature }),
  ...Object.fromEntries(
    ['001.json', '001.dsse.json', '001.json.sig', '002.json', '002.dsse.json', '002.json.sig', '002.json.tsr'].map(
      (name) => [
        `signoffs/${name}`,
        (files: SignedFiles, bytes: Uint8Array) => ({ ...files, signoffs: new Map(files.signoffs).set(name, bytes) }),
      ],
    ),
  ),
};

/** Prepared by ada, approved by bob, whose signature an authority with a chain has stamped. */
async function signedAndStamped() {
  const folder = smallPackage();
  const common = { folder, decision: 'APPROVE', text: 'seen', at: '2026-01-31T09:00:00Z' } as const;
  await signPackage({ ...common, key: ada, name: 'ada@bank', role: 'preparer' });
  await signPackage({ ...common, key: bob, name: 'bob@bank', role: 'approver' });
  const stamped = join(folder, 'signoffs/002.json.sig');
  const authority = new Authority(temporaryFolder(), 'clock', 'ec', 'critical,timeStamping', 'whole');
  writeFileSync(stamped.replace(/sig$/, 'tsr'), readFileSync(authority.stamp(stamped)));
  const trust = { allowed, now: new Date(), authorities: parseAuthorities(authority.pem)! };
  return { folder, files: await readSignedFiles(folder), trust };
}

describe('a signed and stamped package', () => {
  it('holds as it is with every check done, and with any one byte of a file changed is refused by its name', async () => {
    const { folder, files, trust } = await signedAndStamped();
    const { checks } = judgeSignedFiles(files, trust);
    expect(checks.filter(({ result }) => result !== 'passed')).toEqual([]);
    const missed: string[] = [];
    for (const [name, put] of Object.entries(places)) {
      const bytes = readFileSync(join(folder, name));
      for (const [at, byte] of bytes.entries()) {
        const found = judgeSignedFiles(put(files, bytes.with(at, byte ^ (1 << (at % 8)))), trust)
          .checks.filter(({ result }) => result === 'failed')
          .map((check) => `${check.name}: ${check.why}`);
        if (!found.join('\n').includes(name)) missed.push(`byte ${at} of ${name}: ${found.join('; ')}`);
      }
    }
    expect(missed).toEqual([]);
  });
});
