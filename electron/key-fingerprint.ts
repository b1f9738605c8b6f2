import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { outcomeSchema, valueOf, type Outcome } from '../contract/outcome.ts';

const entry = import.meta.url.endsWith('.ts') ? './key.worker.ts' : './key.worker.js';

/**
 * The fingerprint of a private key that this passphrase opens; throws the problem where it does not. In a thread: a
 * key's passphrase is made slow to try, and the shell's own thread must not stand still for a second.
 */
export async function keyFingerprint(bytes: Uint8Array, passphrase: string | null): Promise<string> {
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: { bytes, passphrase } });
  const [outcome] = (await once(worker, 'message')) as [unknown];
  return valueOf(outcomeSchema.parse(outcome) as Outcome<string>);
}
