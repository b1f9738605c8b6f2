import { readFileSync } from 'node:fs';
import type { Kernel } from '../engine/kernel/kernel.ts';

const path = new URL(import.meta.url.endsWith('.ts') ? '../dist/kernel.wasm' : './kernel.wasm', import.meta.url);

/** The oldest V8 whose compiler was seen to gain by a fifth message beside four lanes; that of Node 20 loses a sixth. */
const gainsByFive = [13, 6] as const;

/** An instance of its own for the thread, or null where WASM SIMD is missing. Synchronous: once a worker. */
export function loadKernel(byFive = doesGainByFive(process.versions.v8)): Kernel | null {
  const bytes = readFileSync(path);
  if (!WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const kernel = exports as unknown as Kernel & { readonly sha256BatchByFive: Kernel['sha256Batch'] };
  return byFive ? { ...kernel, sha256Batch: kernel.sha256BatchByFive } : kernel;
}

function doesGainByFive(v8: string): boolean {
  const [major = 0, minor = 0] = v8.split('.').map(Number);
  return major > gainsByFive[0] || (major === gainsByFive[0] && minor >= gainsByFive[1]);
}
