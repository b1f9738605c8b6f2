import { parentPort, workerData } from 'node:worker_threads';
import { outcomeOf } from '../contract/outcome.ts';
import { readPrivateKey } from '../engine/evidence/keys/ssh-key.ts';

const { bytes, passphrase } = workerData as { bytes: Uint8Array; passphrase: string | null };
void outcomeOf(() => readPrivateKey(bytes, passphrase ?? undefined).fingerprint).then((outcome) =>
  parentPort?.postMessage(outcome),
);
