import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Difference } from '../../engine/evidence/differences/difference.ts';
import { csvHeader, csvLine, viewCells, viewColumns } from '../../engine/evidence/differences/difference-csv.ts';
import { readDifference } from '../../engine/evidence/differences/read-difference.ts';
import { listDifferences } from '../../engine/reconcile/differences/list-differences.ts';
import { listPart, type PartRequest } from '../../engine/reconcile/differences/list-part.ts';
import { keepIn, type ListedPart } from '../../engine/reconcile/differences/listed-part.ts';
import type { ListedTable } from '../../engine/reconcile/differences/listed-table.ts';
import { listInJs } from '../../engine/reconcile/differences/part-in-js.ts';
import { listInKernel } from '../../engine/reconcile/differences/part-in-kernel.ts';
import { layHere } from '../../engine/reconcile/differences/laid-file.ts';
import type { HashPool } from '../../engine/reconcile/run/hash-pool.ts';
import { rawCells } from '../../engine/reconcile/hash/raw-cells.ts';
import { PlainParquetReader } from '../../engine/snapshot/parquet/plain-parquet-reader.ts';
import { loadHash } from '../../engine/tree/hashes.ts';
import { drilledTables, nasty, writeDrilled, type Row } from './drilled.ts';
import { hashNames, kernel } from './hash-batch.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallystick-differences-'));
afterAll(() => rmSync(folder, { recursive: true }));
let next = 0;
const fresh = (): string => join(folder, String(next++));
const keep = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes);

/** A part with its pieces laid end to end, so that where they were cut makes no difference. */
function whole({ ndjson, csv, views, tally, ...rest }: ListedPart): unknown {
  // Megabytes are told apart by a digest: nobody could read what differs.
  const joined = (pieces: readonly Uint8Array[]): string => {
    const bytes = Buffer.concat(pieces);
    return bytes.length > 1 << 16 ? createHash('sha256').update(bytes).digest('hex') : bytes.toString('latin1');
  };
  return {
    ...{ ...rest, ndjson: joined(ndjson), csv: joined(csv) },
    ...{ ...tally, columns: tally.columns.map((column) => ({ ...column })) },
    view: viewColumns.map((_, c) => ({
      valid: views.flatMap(({ columns }) => [...columns[c]!.valid]),
      values: joined(views.map(({ columns }) => columns[c]!.values)),
    })),
  };
}

async function bothWays(
  table: ListedTable,
  rows: readonly Row[],
  hash: (typeof hashNames)[number],
): Promise<ListedPart> {
  const path = fresh();
  writeDrilled(path, table.columns.length, rows, []);
  const inKernel = listInKernel(kernel, table, { path, group: 0 }, hash, keep);
  const inJs = await listInJs(table, { path, group: 0 }, hash, keep);
  rmSync(path);
  expect(whole(inKernel)).toEqual(whole(inJs));
  return inKernel;
}

describe('a part of the listing made by the kernel', () => {
  it.each(hashNames)('is byte for byte what JavaScript makes of it, and counts the same: %s', async (name) => {
    const hash = await loadHash(name);
    await fc.assert(
      fc.asyncProperty(drilledTables(hash), async ({ table, rows }) => {
        if (rows.length > 0) await bothWays(table, rows, name);
      }),
      { numRuns: 400 },
    );
  });

  const text = { name: 'memo', type: { kind: 'text' }, tolerance: null } as const;
  const table = {
    name: 't',
    columns: [{ ...text, name: 'k' }, text],
    key: [0],
    files: { source: ['s'], target: ['t'] },
  };
  const pairsOf = async (
    count: number,
    memo: (i: number, side: number) => string,
    key = (i: number): string => String(i),
  ): Promise<Row[]> => {
    const hash = await loadHash('sha256');
    const digest = (record: string) => hash.digestShort(Buffer.from(record));
    const quoted = (of: string): string => `"${of.replaceAll('"', '""')}"`;
    return Array.from({ length: count }, (_, i) => i)
      .map((i) => ({ i, keyDigest: digest(quoted(key(i))) }))
      .sort((a, b) => Buffer.compare(a.keyDigest, b.keyDigest))
      .flatMap(({ i, keyDigest }) =>
        ([0, 1] as const).map((side): Row => {
          const cells = [key(i), memo(i, side)];
          const rowDigest = digest(cells.map(quoted).join());
          return { side, file: 0, row: BigInt(i), keyDigest, rowDigest, status: 0, cells };
        }),
      );
  };

  it('is so for more rows than a batch has, and more text than its room', async () => {
    const short = await bothWays(table, await pairsOf(5000, (i, side) => `${i} ${side}`), 'sha256');
    expect([short.lines, short.tally.unlike, short.tally.changed]).toEqual([4998, 0, 4998]); // and one at either edge
    const long = (i: number, side: number) => `${side}${nasty[i % nasty.length]!.repeat(i % 7 === 0 ? 4000 : 30)}`;
    expect((await bothWays(table, await pairsOf(700, long), 'sha256')).lines).toBe(698);
    const key = (i: number) => `${i}${['"', '\u0001', '\\', 'x'][i % 4]!.repeat(i % 3 === 0 ? 2 ** 14 : 2 ** 12)}`;
    const listed = await bothWays(table, await pairsOf(600, (_, side) => String(side), key), 'sha256');
    expect([listed.lines, listed.tally.unlike]).toEqual([598, 0]);
  });

  it('is so for texts of megabytes, of all that JSON and CSV write at length', async () => {
    const rows = await pairsOf(8, (i, side) => `${side}${['"', '\u0001', 'x', '\\'][i % 4]!.repeat(1_500_000)}`);
    expect((await bothWays(table, rows, 'sha256')).tally.unlike).toBe(0);
  });

  it('is left to JavaScript where a text is beyond the kernel’s memory', async () => {
    const path = fresh();
    const inside = (await pairsOf(4, () => ''))[2]!.cells[0]; // no edge of the part
    const rows = await pairsOf(4, (i, side) => `${side}${'x'.repeat(String(i) === inside ? 17_000_000 : 1)}`);
    writeDrilled(path, 2, rows, []);
    const room = new Uint8Array(new SharedArrayBuffer(1 << 10));
    const request = { table, part: { of: 'drilled', path, group: 0 }, hash: 'sha256', room } as const;
    expect(whole(await listPart(request, kernel))).toEqual(whole(await listPart(request, null)));
    expect(() => listInKernel(kernel, table, { path, group: 0 }, 'sha256', keepIn(room))).toThrow('too long');
  });
});

/** Parts of the listing made here, by the kernel and without it in turn, the later ones often first. */
function poolHere(order: () => number): HashPool {
  let asked = 0;
  const run = async (_: string, request: unknown): Promise<unknown> => {
    for (let turns = order(); turns > 0; turns--) await Promise.resolve();
    return listPart(request as PartRequest, asked++ % 2 === 0 ? kernel : null);
  };
  return { size: 3, run, layFile: layHere, close: () => Promise.resolve() } as unknown as HashPool;
}

const bytesOf = (name: string, out: string) => readFileSync(join(out, `differences.${name}`));

describe('the listing', () => {
  it('does not depend on how its rows lie in files and row groups; its views say what its lines say', async () => {
    const hash = await loadHash('sha256');
    const cuts = fc.array(fc.nat(30), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(drilledTables(hash), cuts, fc.nat(30)), { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.nat(9)),
        async (drawn, order) => {
          const list = async (cut: boolean) => {
            const out = fresh();
            const tables = drawn.map(([{ table, rows }, groups, file]) => {
              const parts = cut ? [rows.slice(0, file), rows.slice(file)] : [rows];
              const drilled = parts.filter((part) => part.length > 0).map((part) => ({ path: fresh(), part }));
              for (const { path, part } of drilled) writeDrilled(path, table.columns.length, part, cut ? groups : []);
              return { ...table, formless: { source: [], target: [] }, drilled: drilled.map(({ path }) => path) };
            });
            mkdirSync(out);
            const pool = poolHere(() => order.next().value as number);
            const gone: string[] = [];
            const onListed = (path: string): void => {
              rmSync(path); // whatever was to be read of it
              gone.push(path);
            };
            const listed = await listDifferences(
              { tables, hash: 'sha256', folder: out, share: 1 << 26, onListed },
              pool,
              undefined,
            );
            expect(gone.toSorted()).toEqual(tables.flatMap(({ drilled }) => drilled).toSorted());
            return {
              listed,
              out,
              bytes: ['ndjson', 'csv', 'parquet'].map((name) => bytesOf(name, out).toString('latin1')),
            };
          };
          const [one, other] = [await list(false), await list(true)];
          expect(other.bytes).toEqual(one.bytes);
          expect(other.listed).toEqual(one.listed);
          viewsAgree(one.out, one.listed);
        },
      ),
      { numRuns: 150 },
    );
  });
});

/** Each line is RFC 8785 by a second implementation, and the CSV and the Parquet file hold its cells. */
function viewsAgree(
  out: string,
  { lines, escapedCells }: { readonly lines: number; readonly escapedCells: number },
): void {
  const texts = bytesOf('ndjson', out).toString('utf8').split('\n').slice(0, -1);
  const differences = texts.map((text, i): Difference => readDifference(text, `line ${i + 1}`));
  expect(differences.map((difference) => canonicalize(difference))).toEqual(texts);
  const cells = differences.map(viewCells);
  const csv = cells.map((of) => csvLine(of));
  expect(bytesOf('csv', out).toString('utf8')).toBe(csvHeader + csv.map(({ line }) => line).join(''));
  expect([lines, escapedCells]).toEqual([texts.length, csv.reduce((sum, { escaped }) => sum + escaped, 0)]);
  const reader = new PlainParquetReader(join(out, 'differences.parquet'));
  const rows = reader.groups.flatMap((group, i) => {
    const columns = reader.readGroup(i).map((column) => rawCells(column, 'text'));
    return Array.from({ length: group.rows }, (_, row) => columns.map((cell) => cell(row)));
  });
  reader.close();
  expect(rows).toEqual(cells);
}
