import { readFileSync } from 'node:fs';
import type { Kernel } from '../engine/kernel/kernel.ts';

const path = new URL(import.meta.url.endsWith('.ts') ? '../dist/kernel.wasm' : './kernel.wasm', import.meta.url);

/** An instance of its own for the thread, or null where WASM SIMD is missing. Synchronous: once a worker. */
export function loadKernel(): Kernel | null {
  const bytes = readFileSync(path);
  if (!WebAssembly.validate(bytes)) return null;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Kernel;
}
