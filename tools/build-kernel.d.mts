import type { Plugin } from 'vite';

/** The bytes of kernel.wasm; throws with the compiler's words when workers/kernel does not compile. */
export function buildKernel(): Promise<Uint8Array>;
export const kernelPlugin: Plugin;
