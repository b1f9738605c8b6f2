import { bcryptPbkdf } from './bcrypt-pbkdf.ts';

// OpenSSH's PROTOCOL.key, as ssh-keygen writes it unless told otherwise.
export const keyMagic = 'openssh-key-v1\0';
export const keyLabel = 'OPENSSH PRIVATE KEY';
export const cipherName = 'aes256-ctr';
export const cipherInNode = 'aes-256-ctr';
export const cipherBlock = 16;

/** What the passphrase gives for the cipher. */
export function keyAndIv(passphrase: string, salt: Uint8Array, rounds: number): { key: Uint8Array; iv: Uint8Array } {
  const bytes = bcryptPbkdf(Buffer.from(passphrase, 'utf8'), salt, rounds, 32 + cipherBlock);
  return { key: bytes.subarray(0, 32), iv: bytes.subarray(32) };
}
