import { createKeccak } from 'hash-wasm';

export type Keccak = (bytes: Uint8Array) => Uint8Array;

/** Keccak-256 as Ethereum has it, which is not SHA-3; Electron's OpenSSL has neither. */
export async function loadKeccak(): Promise<Keccak> {
  const wasm = await createKeccak(256);
  return (bytes) => wasm.init().update(bytes).digest('binary');
}
