import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createCRC32 } from 'hash-wasm';
import { readFailed } from '../snapshot/files/read-failed.ts';
import type { Algorithm } from './manifest.ts';

export interface DigestsRequest {
  readonly path: string;
  /** What an error calls the file. */
  readonly name: string;
  readonly algorithms: readonly Algorithm[];
}

/** A file's digests in lower-case hex, by one reading. Heavy: for a worker. `on` is told the bytes read so far. */
export async function digestsOf(
  { path, name, algorithms }: DigestsRequest,
  on: (bytes: number) => void = () => undefined,
): Promise<Readonly<Partial<Record<Algorithm, string>>>> {
  const digesters = await Promise.all(
    algorithms.map(async (algorithm) => ({ algorithm, ...(await start(algorithm)) })),
  );
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      for (const { update } of digesters) update(chunk);
      on((bytes += chunk.length));
    }
  } catch (error) {
    throw readFailed(error, name);
  }
  return Object.fromEntries(digesters.map(({ algorithm, end }) => [algorithm, end()]));
}

interface Digester {
  readonly update: (chunk: Uint8Array) => void;
  readonly end: () => string;
}

const castagnoli = 0x82f63b78;

async function start(algorithm: Algorithm): Promise<Digester> {
  if (algorithm === 'crc32c') {
    const crc = (await createCRC32(castagnoli)).init();
    return { update: (chunk) => crc.update(chunk), end: () => crc.digest('hex') };
  }
  const hash = createHash(algorithm);
  return { update: (chunk) => hash.update(chunk), end: () => hash.digest('hex') };
}
