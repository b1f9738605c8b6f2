// Runs in a utility process of the app's: the built kernel, in a worker thread as in the engine, digests what it is sent.
/* global WebAssembly */
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

if (isMainThread) {
  const [path] = process.argv.slice(2);
  process.parentPort.once('message', ({ data }) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { path, lengths: data } });
    worker.once('message', (digests) => process.parentPort.postMessage(digests));
    worker.once('error', (error) => process.parentPort.postMessage([String(error)]));
  });
} else {
  const { path, lengths } = workerData;
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(path))).exports;
  kernel.memory.grow(32);
  const table = (kernel.heapBase() + 15) & ~15;
  const out = table + 8 * lengths.length;
  const scratch = (out + 32 * lengths.length + 15) & ~15;
  const data = scratch + kernel.hashScratchBytes();
  new Uint8Array(kernel.memory.buffer, data).fill(0xa5);
  new Uint32Array(kernel.memory.buffer, table, lengths.length).fill(data);
  new Uint32Array(kernel.memory.buffer, table + 4 * lengths.length, lengths.length).set(lengths);
  parentPort.postMessage(
    ['sha256Batch', 'blake3Batch'].flatMap((name) => {
      kernel[name](table, table + 4 * lengths.length, lengths.length, out, 32, scratch);
      return lengths.map((_, i) => Buffer.from(kernel.memory.buffer, out + 32 * i, 32).toString('hex'));
    }),
  );
}
