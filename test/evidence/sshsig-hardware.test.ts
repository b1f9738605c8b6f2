import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publicKeyFromBlob, publicLineOf } from '../../engine/evidence/keys/ssh-public-key.ts';
import { verifySshSignature } from '../../engine/evidence/keys/sshsig.ts';
import { hardwareSignature, hardwareTypes } from './hardware-signature.ts';
import { run, temporaryFolder } from './tools.ts';

const message = Buffer.from('to be signed');
const namespace = 'tallystick-signoff';

describe.each(hardwareTypes)('a signature by a hardware key %s', (type) => {
  it('is accepted here as it is by ssh-keygen', () => {
    const { blob, armoured } = hardwareSignature(type, message, namespace);
    const folder = temporaryFolder();
    const [signature, allowed] = [join(folder, 'x.sig'), join(folder, 'allowed')];
    writeFileSync(signature, armoured);
    writeFileSync(allowed, `ada ${publicLineOf({ type, blob }, '')}\n`);
    const args = ['-Y', 'verify', '-f', allowed, '-I', 'ada', '-n', namespace, '-s', signature];
    expect(run('ssh-keygen', args, message)).toMatchObject({ status: 0 });
    expect(verifySshSignature(message, namespace, Buffer.from(armoured))).toMatchObject({
      valid: true,
      publicKey: { fingerprint: publicKeyFromBlob(blob)!.fingerprint, application: 'ssh:' },
    });
  });

  it('is refused with any one of its bytes changed', () => {
    const { armoured } = hardwareSignature(type, message, namespace);
    for (let at = 0; at < armoured.length; at++) {
      const changed = Buffer.from(armoured);
      changed[at]! ^= 1;
      expect(verifySshSignature(message, namespace, changed).valid, `byte ${at}`).toBe(false);
    }
  });
});
