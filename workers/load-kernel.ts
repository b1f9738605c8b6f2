import { readFileSync } from 'node:fs';

/** What workers/kernel exports. Addresses and lengths are in bytes of its memory; u32 as JavaScript numbers. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  /** The first byte that is the caller's. */
  heapBase(): number;
  /** Digest of message i, at starts[i] and lengths[i] bytes long, to out + i * stride. Both arrays are u32. */
  sha256Batch(starts: number, lengths: number, count: number, out: number, stride: number, scratch: number): void;
}

const path = new URL(import.meta.url.endsWith('.ts') ? '../dist/kernel.wasm' : './kernel.wasm', import.meta.url);

/** An instance of its own for the thread, or null where WASM SIMD is missing. Synchronous: once a worker. */
export function loadKernel(): KernelExports | null {
  const bytes = readFileSync(path);
  if (!WebAssembly.validate(bytes)) return null;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as KernelExports;
}
