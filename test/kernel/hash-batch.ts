import { Arena } from '../../engine/kernel/arena.ts';
import type { Kernel } from '../../engine/kernel/kernel.ts';
import { loadKernel } from '../../workers/load-kernel.ts';

function loaded(byFive?: boolean): Kernel {
  const found = loadKernel(byFive);
  if (found === null) throw new Error('This machine has no WASM SIMD');
  return found;
}
/** As this engine has it. */
export const kernel = loaded();
/** Whatever the engine. */
export const kernels = { four: loaded(false), five: loaded(true) };

export const hashNames = ['sha256', 'blake3'] as const;
export type KernelHash = (typeof hashNames)[number];

/** A kernel's digests of messages laid one after another, the first `lead` bytes off a lane's alignment, as hex. */
export function hashBatch(kernel: Kernel, name: KernelHash, messages: readonly Uint8Array[], lead = 0): string[] {
  const arena = new Arena(kernel);
  const starts = arena.alloc(messages.length * 4);
  const lengths = arena.alloc(messages.length * 4);
  const out = arena.alloc(messages.length * 40);
  const scratch = arena.alloc(kernel.hashScratchBytes());
  const data = arena.alloc(lead + messages.reduce((sum, message) => sum + message.length, 0)) + lead;
  let at = data;
  messages.forEach((message, i) => {
    arena.u32(starts, messages.length)[i] = at;
    arena.u32(lengths, messages.length)[i] = message.length;
    arena.bytes(at, message.length).set(message);
    at += message.length;
  });
  arena.bytes(out, messages.length * 40).fill(0xee);
  kernel[`${name}Batch`](starts, lengths, messages.length, out, 40, scratch);
  return messages.map((_, i) => Buffer.from(arena.bytes(out + i * 40, 40)).toString('hex'));
}

/** As hashBatch writes it: 32 bytes of the digest, and eight that nobody has touched. */
export const untouched = 'ee'.repeat(8);
