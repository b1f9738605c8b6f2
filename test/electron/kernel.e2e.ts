import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { blake3 } from 'hash-wasm';
import { endApp, expect, test } from './app.ts';

test.afterAll(endApp);

test("the kernel's digests are right in a worker of the app's own Electron", async ({ shell }) => {
  const lengths = [...Array(301).keys(), 1024, 1025, 5000, 1_000_000];
  const digests = await shell.app.evaluate(
    async ({ utilityProcess }, { script, kernel, lengths }) => {
      const child = utilityProcess.fork(script, [kernel]);
      const answer = new Promise<string[]>((resolve) => child.once('message', resolve));
      child.postMessage(lengths);
      const digests = await answer;
      child.kill();
      return digests;
    },
    {
      script: join(import.meta.dirname, 'kernel-in-worker.mjs'),
      kernel: join(import.meta.dirname, '../../dist/kernel.wasm'),
      lengths,
    },
  );
  const messages = lengths.map((length) => new Uint8Array(length).fill(0xa5));
  const expected = [
    ...messages.map((message) => createHash('sha256').update(message).digest('hex')),
    ...(await Promise.all(messages.map((message) => blake3(message)))),
  ];
  expect(digests).toEqual(expected);
});
