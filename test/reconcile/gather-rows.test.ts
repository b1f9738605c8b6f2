import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import type { TextCells } from '../../engine/kernel/row-batch.ts';
import { digestCellBytes, writeDifferingRows } from '../../engine/reconcile/fold/differing-rows.ts';
import { gatherRows } from '../../engine/reconcile/drill/gather-rows.ts';
import { byGroup, packPieces } from '../../engine/reconcile/drill/pack-pieces.ts';
import { appendPieces, newPiecesFile } from '../../engine/reconcile/drill/pieces-file.ts';
import { RunFolder } from '../../engine/reconcile/run/run-folder.ts';
import { openDatabase } from '../../engine/snapshot/duckdb/database.ts';
import { kernel } from '../kernel/hash-batch.ts';
import { Ledgers } from './ledger.ts';

const folder = new RunFolder(new Ledgers().fresh());
afterAll(() => folder.remove());

/** A row of the listing: the batch that it is fetched in, its texts, and the bits of a double, or NULL. */
interface Row {
  readonly batch: number;
  readonly fetched: boolean;
  readonly texts: readonly (string | null)[];
}

const hex = fc.double().map((value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
});
const text = fc.option(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(''), fc.constant('x'.repeat(100))));
const width = 3;
const row = fc.record({
  batch: fc.nat(3),
  fetched: fc.oneof({ arbitrary: fc.constant(true), weight: 9 }, fc.boolean()),
  texts: fc.tuple(text, text, fc.option(hex)),
});

/** Columns of texts in kernel memory. */
function laidCells(arena: Arena, rows: readonly Row[]): TextCells[] {
  return Array.from({ length: width }, (_, c) => {
    const column = {
      starts: arena.alloc(rows.length * 4),
      ends: arena.alloc(rows.length * 4),
      valid: arena.alloc(rows.length),
    };
    rows.forEach(({ texts }, i) => {
      const bytes = Buffer.from(texts[c] ?? '', 'utf8');
      const at = arena.alloc(bytes.length + 16);
      arena.bytes(at, bytes.length).set(bytes);
      arena.u32(column.starts, rows.length)[i] = at;
      arena.u32(column.ends, rows.length)[i] = at + bytes.length;
      arena.bytes(column.valid, rows.length)[i] = texts[c] === null ? 0 : 1;
    });
    return column;
  });
}

/** What the merge says of the rows of a range: numbers that tell them apart. */
function merged(range: number, count: number) {
  const numbers = Int32Array.from({ length: count }, (_, i) => i);
  const digests = (salt: number) =>
    Buffer.concat(
      Array.from({ length: count }, (_, i) => {
        const cell = Buffer.alloc(digestCellBytes, (i * 7 + salt) % 251);
        cell.writeUInt32LE(32);
        return cell;
      }),
    );
  return writeDifferingRows(folder.file('rows'), range, {
    side: numbers.map((i) => i % 2),
    file: numbers.map((i) => i % 3),
    row: BigInt64Array.from(numbers, (i) => BigInt(i) * 2n ** 33n),
    keyDigest: digests(0),
    rowDigest: digests(1),
    status: numbers.map((i) => i % 4),
  });
}

describe('rows fetched in the order of the exports', () => {
  it('lie in the order of the listing, each with what the merge said of it, and none that was not fetched', async () => {
    const database = await openDatabase({
      memory: 2 ** 28,
      threads: 1,
      temp: folder.folder('duckdb'),
      allowed: [folder.path],
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(row, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(fc.nat()),
        fc.constantFrom(0, 200, 2 ** 20),
        async (ranges, size, shuffled, room) => {
          const firsts = ranges.map((_, i) =>
            ranges.slice(0, i).reduce((sum, rows) => sum + Math.ceil(rows.length / size), 0),
          );
          const count = firsts.at(-1)! + Math.ceil(ranges.at(-1)!.length / size);
          const placed = ranges.flatMap((rows, i) =>
            rows.map((one, place) => ({ ...one, place: firsts[i]! * size + place })),
          );
          const inExport = placed
            .filter(({ fetched }) => fetched)
            .map((one) => ({ one, by: Number(shuffled.next().value) }))
            .toSorted((a, b) => a.by - b.by)
            .map(({ one }) => one);
          const out = newPiecesFile(folder.file('pieces'), room);
          const batches = [0, 1, 2, 3].flatMap((batch) => {
            const arena = new Arena(kernel);
            const rows = inExport.filter((one) => one.batch === batch);
            if (rows.length === 0) return [];
            const sorted = byGroup(
              Float64Array.from(rows, ({ place }) => place),
              { size, count },
            );
            const cells = laidCells(
              arena,
              Array.from(sorted.order, (i) => rows[i]!),
            );
            return [appendPieces(out, ...packPieces(kernel, arena, cells, { size, count }, sorted))];
          });
          for (const [i, rows] of ranges.entries()) {
            const path = gatherRows(
              {
                ...{ rows: merged(i, rows.length).path, pieces: out, batches, groups: { size, count } },
                ...{ first: firsts[i]!, width, floats: [2], out: folder.file('drilled') },
              },
              kernel,
            );
            // By a reader that is not ours.
            const read = await database.connection.runAndReadAll(
              `SELECT side, f, r::VARCHAR, hex(kd), hex(rd), st, c0, c1, c2, h2 FROM read_parquet('${path}', file_row_number = true) ORDER BY file_row_number`,
            );
            expect(read.getRows()).toEqual(
              rows.flatMap(({ fetched, texts }, n) =>
                fetched
                  ? [
                      [
                        n % 2,
                        n % 3,
                        String(BigInt(n) * 2n ** 33n),
                        digest(n, 0),
                        digest(n, 1),
                        n % 4,
                        ...texts,
                        doubleOf(texts[2] ?? null),
                      ],
                    ]
                  : [],
              ),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
    database.close();
  });
});

const digest = (i: number, salt: number): string =>
  Buffer.alloc(32, (i * 7 + salt) % 251)
    .toString('hex')
    .toUpperCase();
const doubleOf = (bits: string | null): number | null =>
  bits === null ? null : Buffer.from(bits, 'hex').readDoubleBE();
