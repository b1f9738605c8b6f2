import { createCipheriv, generateKeyPairSync, randomBytes } from 'node:crypto';
import { armour } from './armour.ts';
import { cipherBlock, cipherInNode, cipherName, keyAndIv, keyLabel, keyMagic } from './openssh-key-format.ts';
import { blobOfKey, publicLineOf } from './ssh-public-key.ts';
import { sshString, sshUint32 } from './ssh-wire.ts';

const kdfRounds = 16;

/** A new Ed25519 key: the private file, sealed if a passphrase that is not empty is given, and the line of its `.pub`. */
export function makeEd25519Key(comment: string, passphrase = ''): { privateFile: string; publicLine: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const blob = blobOfKey(publicKey)!;
  const x = Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d!, 'base64url');
  const check = randomBytes(4);
  const section = Buffer.concat([
    check,
    check,
    sshString('ssh-ed25519'),
    sshString(x),
    sshString(Buffer.concat([seed, x])),
    sshString(comment),
  ]);
  const isSealed = passphrase !== '';
  const block = isSealed ? cipherBlock : 8;
  const padding = Uint8Array.from({ length: (block - (section.length % block)) % block }, (_, i) => i + 1);
  const padded = Buffer.concat([section, padding]);
  const salt = randomBytes(16);
  const { key, iv } = isSealed ? keyAndIv(passphrase, salt, kdfRounds) : { key: null, iv: null };
  const file = Buffer.concat([
    Buffer.from(keyMagic, 'latin1'),
    sshString(isSealed ? cipherName : 'none'),
    sshString(isSealed ? 'bcrypt' : 'none'),
    sshString(isSealed ? Buffer.concat([sshString(salt), sshUint32(kdfRounds)]) : ''),
    sshUint32(1),
    sshString(blob),
    sshString(key === null ? padded : createCipheriv(cipherInNode, key, iv).update(padded)),
  ]);
  return { privateFile: armour(keyLabel, file), publicLine: publicLineOf({ type: 'ssh-ed25519', blob }, comment) };
}
