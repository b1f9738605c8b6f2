import { createHash } from 'node:crypto';
import { DuckDBInstance } from '@duckdb/node-api';
import { createBLAKE3, createSHA256 } from 'hash-wasm';
import { Arena } from '../engine/kernel/arena.ts';
import { loadKernel } from '../workers/load-kernel.ts';

// Prints what the kernel alone takes for digests of many short messages beside its peers, one core each, in processor
// time: `node bench/kernel.ts [bytes a message]` after `npm run build`. Rounds in turn; medians of ratios.
const length = Number(process.argv[2] ?? '100');
const count = 200_000;
const rounds = 5;
const kernel = loadKernel();
if (kernel === null) throw new Error('This machine has no WASM SIMD');

const arena = new Arena(kernel);
const starts = arena.alloc(count * 4);
const lengths = arena.alloc(count * 4);
const out = arena.alloc(count * 32);
const scratch = arena.alloc(kernel.hashScratchBytes());
const data = arena.alloc(count * length);
for (let i = 0; i < count; i++) {
  arena.u32(starts, count)[i] = data + i * length;
  arena.u32(lengths, count)[i] = length;
}
const bytes = Buffer.from(arena.bytes(data, count * length).buffer, data, count * length);
for (let i = 0; i < bytes.length; i++) bytes[i] = Math.imul(i, 2_654_435_761) >>> 13;
const message = (i: number): Buffer => bytes.subarray(i * length, (i + 1) * length);

const [sha256, blake3] = [await createSHA256(), await createBLAKE3()];
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
const text = 'x'.repeat(Math.max(0, length - 8));
await connection.run(`CREATE TABLE messages AS
  SELECT printf('%08d', i) || '${text}' AS m FROM range(${count}) t(i)`);

const each = (digest: (message: Buffer) => unknown) => () => {
  for (let i = 0; i < count; i++) digest(message(i));
};
const contestants: Readonly<Record<string, () => unknown>> = {
  'kernel sha256': () => kernel.sha256Batch(starts, lengths, count, out, 32, scratch),
  'kernel blake3': () => kernel.blake3Batch(starts, lengths, count, out, 32, scratch),
  'hash-wasm sha256': each((one) => sha256.init().update(one).digest('binary')),
  'hash-wasm blake3': each((one) => blake3.init().update(one).digest('binary')),
  'node:crypto sha256': each((one) => createHash('sha256').update(one).digest()),
  'DuckDB sha256': () => connection.run('SELECT max(sha256(m)) FROM messages'),
};

/** Nanoseconds of processor time a message. */
async function cost(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / count;
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const costs = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
for (const run of Object.values(contestants)) await run(); // compiled before it is measured
for (let round = 0; round < rounds; round++)
  for (const [name, run] of Object.entries(contestants)) costs.get(name)!.push(await cost(run));
connection.closeSync();
instance.closeSync();

process.stdout.write(`${count} messages of ${length} bytes, one core, medians of ${rounds}\n`);
for (const [name, values] of costs) {
  const ours = costs.get(name.endsWith('blake3') ? 'kernel blake3' : 'kernel sha256')!;
  const ratio = median(values.map((value, round) => value / ours[round]!));
  const ns = median(values);
  process.stdout.write(
    `${name.padEnd(20)}${ns.toFixed(0).padStart(6)} ns a message ${(1000 / ns).toFixed(2).padStart(7)} M/s  ${ratio.toFixed(2).padStart(6)} × the kernel's time\n`,
  );
}
const blocks = Math.floor((length + 8) / 64) + 1;
process.stdout.write(
  `a 64-byte block: sha256 ${(median(costs.get('kernel sha256')!) / blocks).toFixed(0)} ns, blake3 ${(median(costs.get('kernel blake3')!) / Math.max(1, Math.ceil(length / 64))).toFixed(0)} ns\n`,
);
