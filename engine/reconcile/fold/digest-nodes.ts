import { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { digestBytes, type Hash } from '../../tree/hashes.ts';
import { digestNodesBy, nodeBytes, type DigestNodes } from '../../tree/sparse-root.ts';

const most = 1 << 13;

/** Digests nodes in the kernel where there is one. Its memory must be free. */
export function digestNodesIn(kernel: Kernel | null, hash: Hash): DigestNodes {
  if (kernel === null) return digestNodesBy(hash);
  const arena = new Arena(kernel);
  const starts = arena.alloc(most * 4);
  const lengths = arena.alloc(most * 4);
  const at = arena.alloc(most * nodeBytes);
  const out = arena.alloc(most * digestBytes);
  const scratch = arena.alloc(kernel.hashScratchBytes());
  for (let i = 0; i < most; i++) arena.u32(starts, most)[i] = at + i * nodeBytes;
  arena.u32(lengths, most).fill(nodeBytes);
  return (nodes) => {
    const count = nodes.length / nodeBytes;
    const digests = new Uint8Array(count * digestBytes);
    for (let done = 0; done < count; done += most) {
      const some = Math.min(most, count - done);
      arena.bytes(at, some * nodeBytes).set(nodes.subarray(done * nodeBytes, (done + some) * nodeBytes));
      kernel[`${hash.name}Batch`](starts, lengths, some, out, digestBytes, scratch);
      digests.set(arena.bytes(out, some * digestBytes), done * digestBytes);
    }
    return digests;
  };
}
