import { createHash } from 'node:crypto';
import { Blowfish } from './blowfish.ts';

const blockBytes = 32;
const sha512 = (bytes: Uint8Array): Uint8Array => createHash('sha512').update(bytes).digest();

function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(i * 4));
}

function bcryptHash(passphrase: Uint32Array, salt: Uint32Array): Uint8Array {
  const cipher = new Blowfish();
  cipher.expand(passphrase, salt);
  for (let i = 0; i < 64; i++) {
    cipher.expand(salt, null);
    cipher.expand(passphrase, null);
  }
  const block = wordsOf(Buffer.from('OxychromaticBlowfishSwatDynamite', 'latin1'));
  for (let i = 0; i < 64; i++) for (let at = 0; at < block.length; at += 2) cipher.encipher(block, at);
  const out = Buffer.alloc(blockBytes);
  block.forEach((word, i) => out.writeUInt32LE(word, i * 4));
  return out;
}

/** OpenBSD's bcrypt_pbkdf, by which OpenSSH makes a key of a passphrase; `rounds` from 1. Sixteen take a fraction of a second. */
export function bcryptPbkdf(passphrase: Uint8Array, salt: Uint8Array, rounds: number, length: number): Uint8Array {
  const key = new Uint8Array(length);
  const hashed = wordsOf(sha512(passphrase));
  const blocks = Math.ceil(length / blockBytes);
  for (let block = 0; block < blocks; block++) {
    const numbered = Buffer.concat([salt, Buffer.alloc(4)]);
    numbered.writeUInt32BE(block + 1, salt.length);
    let part = bcryptHash(hashed, wordsOf(sha512(numbered)));
    const mixed = Uint8Array.from(part);
    for (let round = 1; round < rounds; round++) {
      part = bcryptHash(hashed, wordsOf(sha512(part)));
      for (let i = 0; i < blockBytes; i++) mixed[i]! ^= part[i]!;
    }
    // The blocks are dealt out like cards, not laid end to end.
    for (let i = 0; i * blocks + block < length; i++) key[i * blocks + block] = mixed[i]!;
  }
  return key;
}
