import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { openDatabase, type Database } from '../../engine/snapshot/duckdb/database.ts';
import { decompressedFiller } from '../../engine/snapshot/files/byte-filler.ts';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { stageRawWithDuckDB } from '../../engine/snapshot/duckdb/raw-stage-duckdb.ts';
import { stageRawOwn } from '../../engine/snapshot/own/raw-stage-own.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { native, portable, unzstd, type ZstdDecoder } from '../../engine/snapshot/files/zstd-frames.ts';
import { ownFolder, problemSaid, rawRows } from './folder.ts';

const folder = ownFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: 1e9, threads: 2, temp: folder.path, allowed: [folder.path] });
});
afterAll(() => database.close());

// The reference implementation, where this machine has it; Node's own encoder elsewhere would test Node with Node.
const zstdTool = (bytes: Uint8Array, ...flags: string[]): Buffer => {
  const { status, stdout, error } = spawnSync('zstd', ['-q', '-c', ...flags], { input: bytes, maxBuffer: 1 << 28 });
  if (status !== 0) throw error ?? new Error('zstd failed');
  return stdout;
};
const hasZstd = spawnSync('zstd', ['--version']).status === 0;

let counter = 0;
const scan = async (name: string, bytes: Uint8Array) =>
  scanFile((await findFiles(folder.put(`c${counter++}${name}`, bytes), null)).files[0]!, defaultCsv);
async function bothWays(name: string, bytes: Uint8Array) {
  const file = await scan(name, bytes);
  const [own, duck] = [folder.fresh(), folder.fresh()];
  await stageRawOwn(file, defaultCsv, file.columns, own);
  expect(file.plain).toBe(true);
  await stageRawWithDuckDB(database.connection, file, defaultCsv, file.columns, duck);
  expect(rawRows(duck)).toEqual(rawRows(own));
  expect(rawRows(own).length).toBe(file.rows);
  return rawRows(own);
}

/** What a filler lays into memory, taken in pieces of some sizes in turn. */
async function filled(name: string, bytes: Uint8Array, sizes: readonly number[]): Promise<Buffer> {
  const [file] = (await findFiles(folder.put(`c${counter++}${name}`, bytes), null)).files;
  const filler = decompressedFiller(file!);
  const pieces: Buffer[] = [];
  for (let i = 0; ; i++) {
    const into = Buffer.alloc(sizes[i % sizes.length]!);
    const got = await filler.fill(into);
    if (got === 0) break;
    pieces.push(into.subarray(0, got));
  }
  await filler.close();
  return Buffer.concat(pieces);
}

const manyPieces = Buffer.from(Array.from({ length: 200_000 }, (_, i) => `${(i * 7919) % 104729},${i}\n`).join(''));
const takings: readonly (readonly number[])[] = [[1 << 24], [1 << 18], [1 << 17], [100_000, 7, 300_000]];

const head = 'a,b\n1,2\n';
const tail = '3,4\n5,6\n';
const rows = [
  ['1', '2'],
  ['3', '4'],
  ['5', '6'],
];

/** Reads as much as one filling gives, and goes: whatever the decoder was at has ended with that. */
async function leftOff(name: string, bytes: Uint8Array): Promise<void> {
  const [file] = (await findFiles(folder.put(`c${counter++}${name}`, bytes), null)).files;
  const filler = decompressedFiller(file!);
  const into = Buffer.alloc(1000);
  expect(await filler.fill(into)).toBe(1000);
  await filler.close();
  expect(into.equals(manyPieces.subarray(0, 1000))).toBe(true);
}

describe('A gzip file', () => {
  it('may be left in the middle', async () => {
    await leftOff('.csv.gz', gzipSync(manyPieces));
    await leftOff('.csv.gz', gzipSync(manyPieces, { level: 0 }));
  });

  it.each(takings)(
    'of many pieces is laid whole into memory, in one way of taking it or another (%#)',
    async (...sizes) => {
      for (const stored of [gzipSync(manyPieces), gzipSync(manyPieces, { level: 0 })])
        expect((await filled('.csv.gz', stored, sizes)).equals(manyPieces)).toBe(true);
    },
  );

  it('of several members is read to its end', async () => {
    expect(await bothWays('.csv.gz', Buffer.concat([gzipSync(head), gzipSync(tail)]))).toEqual(rows);
    expect(await bothWays('.csv.gz', Buffer.concat([gzipSync(head), gzipSync(''), gzipSync(tail)]))).toEqual(rows);
  });

  it('of thousands of members, as block compressors write them, is read to its end', async () => {
    const parts = Array.from({ length: 1000 }, (_, i) =>
      gzipSync(`${i === 0 ? 'a,b\n' : ''}${`${i},${'x'.repeat(i % 900)}\n`.repeat(i % 7)}`, { level: i % 3 }),
    );
    expect((await bothWays('.csv.gz', Buffer.concat(parts))).length).toBe(
      Array.from({ length: 1000 }, (_, i) => i % 7).reduce((sum, n) => sum + n, 0),
    );
  });

  it('is refused when it is cut anywhere, damaged, or followed by anything', async () => {
    const whole = gzipSync(head + tail);
    for (let length = 1; length < whole.length; length++)
      expect(await problemSaid(() => scan('.csv.gz', whole.subarray(0, length)))).toMatch(
        /^input_malformed: .*ends too early \(c\d+\.csv\.gz\)$/,
      );
    const flipped = Buffer.from(whole);
    flipped[whole.length - 6]! ^= 1;
    for (const bytes of [
      flipped,
      Buffer.concat([whole, Buffer.from('more')]),
      Buffer.concat([whole, Buffer.alloc(3), gzipSync(tail)]),
      Buffer.from(head),
    ])
      expect(await problemSaid(() => scan('.csv.gz', bytes))).toMatch(/^input_malformed: .*\(c\d+\.csv\.gz\)$/);
  });

  it('of no bytes at all, or of none when unpacked, is empty', async () => {
    expect(await problemSaid(() => scan('.csv.gz', gzipSync('')))).toMatch(/^input_empty/);
    expect(await problemSaid(() => scan('.csv.gz', Buffer.alloc(0)))).toMatch(/^input_(empty|malformed)/);
  });

  it('that would fill the memory is read in pieces', async () => {
    const file = await scan(
      '.csv.gz',
      gzipSync(Buffer.concat([Buffer.from('a,b\n'), Buffer.alloc(100 << 20, '1,2\n')])),
    );
    expect(file.rows).toBe((100 << 20) / 4);
  });
});

const pieces = (bytes: Uint8Array, size: number): AsyncIterable<Buffer> =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      Buffer.from(bytes.subarray(i * size, (i + 1) * size)),
    ),
  );
async function unpacked(bytes: Uint8Array, decoder: ZstdDecoder, size = 1 << 16): Promise<Buffer> {
  const out: Uint8Array[] = [];
  for await (const chunk of unzstd(pieces(bytes, size), 'x.zst', decoder)) out.push(Buffer.from(chunk));
  return Buffer.concat(out);
}

describe.skipIf(!hasZstd)('A zstd file', () => {
  it('may be left in the middle', async () => {
    await leftOff('.csv.zst', zstdTool(manyPieces));
  });

  it.each(takings)(
    'of many pieces is laid whole into memory, in one way of taking it or another (%#)',
    async (...sizes) => {
      const [half, rest] = [manyPieces.subarray(0, 1_000_000), manyPieces.subarray(1_000_000)];
      const stored = Buffer.concat([zstdTool(half), zstdTool(rest)]);
      expect((await filled('.csv.zst', stored, sizes)).equals(manyPieces)).toBe(true);
    },
  );

  it('of several frames, and of frames to be skipped, is read to its end', async () => {
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    expect(
      await bothWays('.csv.zst', Buffer.concat([zstdTool(Buffer.from(head)), zstdTool(Buffer.from(tail))])),
    ).toEqual(rows);
    const apart = Buffer.concat([skipped, zstdTool(Buffer.from(head)), skipped, zstdTool(Buffer.from(tail)), skipped]);
    expect(await bothWays('.csv.zst', apart)).toEqual(rows);
    const many = Array.from({ length: 60 }, (_, i) =>
      zstdTool(Buffer.from(`${i === 0 ? 'a,b\n' : ''}${`${i},${'x'.repeat(i)}\n`.repeat(i * 7)}`)),
    );
    expect((await bothWays('.csv.zst', Buffer.concat(many))).length).toBe(((59 * 60) / 2) * 7);
  });

  // Node below 22.15, and so Electron 33, has none of its own.
  describe.each([
    ['by Node', native],
    ['in JavaScript', portable],
  ] as const)('decoded %s', (_, decoder) => {
    it('gives back any bytes, at any level, in any pieces', async () => {
      const body = fc.oneof(
        fc.uint8Array({ maxLength: 5000 }),
        fc
          .tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 40000 }))
          .map(([text, times]) => Buffer.from(text.repeat(times))),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(body, { minLength: 1, maxLength: 3 }),
          fc.constantFrom('-1', '-3', '-19', '--no-check'),
          fc.integer({ min: 1, max: 70000 }),
          async (bodies, flag, size) => {
            const packed = Buffer.concat(bodies.map((bytes) => zstdTool(bytes, flag)));
            expect((await unpacked(packed, decoder, size)).equals(Buffer.concat(bodies))).toBe(true);
          },
        ),
        { numRuns: 40 },
      );
    });

    it('is refused when it is cut anywhere, damaged, or followed by anything', async () => {
      const whole = zstdTool(Buffer.from(head + tail.repeat(20)));
      for (let length = 1; length < whole.length; length++)
        expect(await problemSaid(() => unpacked(whole.subarray(0, length), decoder))).toMatch(
          /^input_malformed: .*\(x\.zst\)$/,
        );
      const flipped = Buffer.from(whole);
      flipped[whole.length - 1]! ^= 1;
      for (const bytes of [flipped, Buffer.concat([whole, Buffer.from('more')]), Buffer.from(head)])
        expect(await problemSaid(() => unpacked(bytes, decoder))).toMatch(/^input_malformed: .*\(x\.zst\)$/);
    });
  });
});
