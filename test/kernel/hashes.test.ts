import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { createBLAKE3, createSHA256 } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import { hashBatch, kernels, untouched, type KernelHash } from './hash-batch.ts';

const second = { sha256: await createSHA256(), blake3: await createBLAKE3() };
const bySecond = (name: KernelHash, message: Uint8Array): string => second[name].init().update(message).digest('hex');
const node = (message: Uint8Array): string => createHash('sha256').update(message).digest('hex');

/** Bytes that repeat nowhere near. */
const noise = (length: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => Math.imul(i + seed, 2_654_435_761) >>> 13);

const everyLength = Array.from({ length: 301 }, (_, length) => noise(length, length));
/** Around a chunk and a subtree of BLAKE3, and some of megabytes. */
const long = [1023, 1024, 1025, 2047, 2048, 2049, 3072, 4096, 4097, 8192, 16_385, 65_536, 1 << 20, 3_000_001].map(
  (length) => noise(length),
);

const ways = [
  { name: 'sha256', lanes: 'four', kernel: kernels.four },
  { name: 'sha256', lanes: 'five', kernel: kernels.five },
  { name: 'blake3', lanes: 'four', kernel: kernels.four },
] as const;

describe.each(ways)('$name of a batch, $lanes at once', ({ name, kernel }) => {
  it('is that of hash-wasm for every length from 0 to 300 and for megabytes, and writes nothing beside', () => {
    const messages = [...everyLength, ...long, ...everyLength.toReversed()];
    expect(hashBatch(kernel, name, messages)).toEqual(messages.map((message) => bySecond(name, message) + untouched));
  });

  it('is that of hash-wasm for any mix of lengths at any alignment', () => {
    const message = fc.oneof(
      fc.uint8Array({ maxLength: 70 }),
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 0, max: 9000 }).map((length) => noise(length)),
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), fc.nat(15), (messages, lead) => {
        expect(hashBatch(kernel, name, messages, lead)).toEqual(messages.map((one) => bySecond(name, one) + untouched));
      }),
      { numRuns: 500 },
    );
  });

  it('is that of hash-wasm however many messages there are, so that lanes stay empty', () => {
    for (let count = 0; count <= 40; count++) {
      const messages = Array.from({ length: count }, (_, i) => noise((i * 5003) % 1100, i));
      expect(hashBatch(kernel, name, messages)).toEqual(messages.map((one) => bySecond(name, one) + untouched));
    }
  });

  it('reads no byte behind a message that ends with the memory', () => {
    const arena = new Arena(kernel);
    const table = arena.alloc(8);
    const scratch = arena.alloc(kernel.hashScratchBytes());
    const out = arena.alloc(32);
    const { buffer } = kernel.memory;
    for (const length of [0, 1, 15, 16, 55, 56, 63, 64, 65, 100, 1024, 1100]) {
      const start = buffer.byteLength - length;
      arena.bytes(start, length).set(noise(length));
      arena.u32(table, 2).set([start, length]);
      kernel[`${name}Batch`](table, table + 4, 1, out, 32, scratch);
      expect(Buffer.from(arena.bytes(out, 32)).toString('hex')).toBe(bySecond(name, noise(length)));
    }
  });

  it('of no messages is nothing', () => {
    expect(hashBatch(kernel, name, [])).toEqual([]);
  });
});

describe.each(ways.filter(({ name }) => name === 'sha256'))('SHA-256, $lanes at once', ({ kernel }) => {
  it('is that of node:crypto', () => {
    const messages = [...everyLength, ...long];
    expect(hashBatch(kernel, 'sha256', messages)).toEqual(messages.map((message) => node(message) + untouched));
  });

  it("is that of DuckDB's sha256", async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const digests: string[] = [];
    const statement = await connection.prepare('SELECT sha256($1::BLOB)');
    for (const message of everyLength) {
      statement.bindBlob(1, message);
      digests.push(String((await statement.runAndReadAll()).getRows()[0]![0]) + untouched);
    }
    connection.closeSync();
    instance.closeSync();
    expect(hashBatch(kernel, 'sha256', everyLength)).toEqual(digests);
  });
});

describe('BLAKE3', () => {
  const missing = spawnSync('b3sum', ['--version']).status !== 0;

  it.skipIf(missing)(`is that of b3sum${missing ? ', which is not installed' : ''}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'tallystick-b3sum-'));
    try {
      const messages = [...everyLength, ...long];
      const paths = messages.map((message, i) => {
        const path = join(folder, `${i}`);
        writeFileSync(path, message);
        return path;
      });
      const digests = execFileSync('b3sum', ['--no-names', ...paths], { encoding: 'utf8' })
        .trimEnd()
        .split('\n');
      expect(hashBatch(kernels.four, 'blake3', messages)).toEqual(digests.map((digest) => digest + untouched));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
