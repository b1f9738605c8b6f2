import { sign, verify, type KeyObject } from 'node:crypto';

const isEd25519 = (key: KeyObject): boolean => key.asymmetricKeyType === 'ed25519';

/** Ed25519's 64 bytes, or ECDSA P-256 over SHA-256, in DER or as r and s of 32 bytes each. */
export function signRaw(data: Uint8Array, key: KeyObject, ecdsa: 'der' | 'ieee-p1363'): Uint8Array {
  return sign(isEd25519(key) ? null : 'sha256', data, { key, dsaEncoding: ecdsa });
}

/** Whether the signature is the key's over exactly these bytes. */
export function verifyRaw(
  data: Uint8Array,
  key: KeyObject,
  signature: Uint8Array,
  ecdsa: 'der' | 'ieee-p1363',
): boolean {
  try {
    return verify(isEd25519(key) ? null : 'sha256', data, { key, dsaEncoding: ecdsa }, signature);
  } catch {
    return false; // a signature that is no signature at all
  }
}
