import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sides, type Side } from '../../contract/side.ts';
import { compareTable } from '../../engine/reconcile/fold/compare-table.ts';
import { roomForEntries, storeEntries } from '../../engine/reconcile/hash/entry-store.ts';
import type { HashedGroup } from '../../engine/reconcile/hash/hash-rows.ts';
import { denseLeaves } from '../../engine/reconcile/fold/leaves-file.ts';
import { RunFolder } from '../../engine/reconcile/run/run-folder.ts';
import { scatterEntries } from '../../engine/reconcile/hash/scatter-entries.ts';
import { stagedEntryBytes, writePlace } from '../../engine/reconcile/hash/staged-entry.ts';
import { readListings } from '../../engine/tree/listings-file.ts';
import { startHashPool } from '../../workers/supervise.ts';
import { digestOf, slowTree } from '../oracle/slow-tree.ts';
import { joinChunks, Ledgers } from './ledger.ts';
import { planColumns, recordSql, typedKey, typedLedger } from './typed-ledger.ts';

const ledgers = new Ledgers();
const pool = startHashPool(2);
const folder = new RunFolder(ledgers.fresh());
afterAll(() => pool.close());

/** A row as key and content; the digests of both are spread over all buckets. */
type Row = readonly [key: number, content: number];
const entryOf = ([key, content]: Row): string => digestOf(`key ${key}`) + digestOf(`row ${key} ${content}`);

/** Groups of rows as the hash stage leaves them on disk. */
function staged(groups: readonly (readonly Row[])[], partitionBits: number): HashedGroup[] {
  return groups.map((rows, file) => {
    const entries = new Uint8Array(rows.length * stagedEntryBytes);
    const view = new DataView(entries.buffer);
    rows.forEach((row, i) => {
      entries.set(Buffer.from(entryOf(row), 'hex'), i * stagedEntryBytes);
      writePlace(view, i * stagedEntryBytes, file, i, false);
    });
    const scattered = scatterEntries(entries, partitionBits);
    const entriesIn = storeEntries(
      scattered.entries,
      file % 2 === 0 ? roomForEntries(rows.length) : null,
      folder.file('entries'),
    );
    const nothing = { excluded: 0, unrepresentable: 0, altered: [], canonical: null, formless: null };
    return { ...nothing, rows: rows.length, entries: rows.length, entriesIn, offsets: scattered.offsets };
  });
}

const rows = fc.array(fc.tuple(fc.nat(30), fc.nat(2)), { maxLength: 40 });
const groups = fc.array(rows, { maxLength: 3 });

describe('a table in partitions', () => {
  it('has the same trees, counts and differing rows in 1 partition and in 4,096, at any depth', async () => {
    const bits = fc.constantFrom(0, 1, 3, 8, 12);
    const depths = fc.constantFrom(0, 1, 2, 5, 13);
    await fc.assert(
      fc.asyncProperty(
        groups,
        groups,
        bits,
        depths,
        fc.boolean(),
        async (source, target, partitionBits, depth, keyed) => {
          const paths = { source: folder.file('listings'), target: folder.file('listings') };
          const compared = await compareTable(
            { source: staged(source, partitionBits), target: staged(target, partitionBits) },
            partitionBits,
            depth,
            { keyed, only: sides },
            'sha256',
            pool,
            folder,
            { paths, package: '' },
            () => undefined,
          );
          const whole = await compareTable(
            { source: staged(source, 0), target: staged(target, 0) },
            0,
            0,
            { keyed, only: sides },
            'sha256',
            pool,
            folder,
            null,
            () => undefined,
          );
          expect(compared.counts).toEqual(whole.counts);
          const trees = {
            source: slowTree(source.flat().map(entryOf), depth),
            target: slowTree(target.flat().map(entryOf), depth),
          };
          const differing = trees.source.listings.flatMap((listing, bucket) =>
            listing.join() === trees.target.listings[bucket]!.join() ? [] : [bucket],
          );
          expect(compared.bucketsDiffering).toBe(differing.length);
          for (const side of sides) {
            expect(compared.roots[side]).toBe(trees[side].root);
            expect(joinChunks(denseLeaves(compared.leaves[side])).equals(trees[side].leaves)).toBe(true);
            expect(await listed(paths[side], depth)).toEqual(
              differing.map((bucket) => [bucket, trees[side].listings[bucket]!.join('')]),
            );
          }
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });

  async function listed(path: string, depth: number): Promise<[number, string][]> {
    const found: [number, string][] = [];
    for await (const { bucket, listing } of readListings([readFileSync(path)], depth, 'listings'))
      found.push([bucket, Buffer.from(listing).toString('hex')]);
    return found;
  }
});

describe('a table of several row groups and partitions', () => {
  it.each(['sha256', 'blake3'])('is whole: 250,000 rows in one file and in three, under %s', async (hash) => {
    const count = 250_000;
    const duck = await typedLedger(count);
    const columns = { k1: planColumns['k1']!, k2: planColumns['k2']!, amount: planColumns['amount']! };
    const names = ['amount', 'k1', 'k2'];
    const table = { key: typedKey, columns, source: { files: 'one.parquet' }, target: { files: 'part-*' } };
    const path = ledgers.write(
      {
        hash,
        tables: [
          { name: 'a', depth: 0, ...table },
          { name: 'b', ...table, key: ['k1', 'k2', 'amount'] },
        ],
      },
      {},
    );
    const copy = (side: Side, file: string, where: string, amount = 'amount') =>
      duck.run(
        `COPY (SELECT k1, k2, ${amount} AS amount FROM ledger WHERE ${where}) TO '${join(path, '..', side, file)}'`,
      );
    await copy('source', 'one.parquet', 'true');
    await copy('target', 'part-1.csv', 'i < 140000');
    await copy('target', 'part-2.csv', 'i >= 140000 AND i < 200000');
    await copy('target', 'part-3.csv', 'i >= 200000', 'CASE WHEN i % 25000 = 12 THEN amount + 1 ELSE amount END');
    const { report, differences } = await ledgers.reconcile(path);
    const [a, b] = report.tables;
    expect(report.verdict).toBe('NOT_RECONCILED');
    const total = await duck.texts(`SELECT count(*)::VARCHAR FROM ledger`);
    expect([a!.source.rows, a!.target.rows, b!.source.rows]).toEqual([total[0], total[0], total[0]]);
    expect([a!.bucketsDiffering, a!.source.changed, a!.source.only]).toEqual(['1', '2', '0']);
    expect([b!.source.changed, b!.source.only, b!.target.only, b!.depth]).toEqual(['0', '2', '2', 11]);
    expect(differences.map(({ kind }) => kind).filter((kind) => kind === 'changed')).toHaveLength(2);
    if (hash === 'sha256') {
      const entries = await duck.texts(
        `SELECT sha256(${recordSql(typedKey)}) || sha256(${recordSql(names)}) FROM ledger`,
      );
      expect(a!.roots.source).toBe(slowTree(entries, 0).root);
      const turned = await duck.texts(
        `SELECT sha256(${recordSql(['k1', 'k2', 'amount'])}) || sha256(${recordSql(names)}) FROM ledger`,
      );
      expect(b!.roots.source).toBe(slowTree(turned, 11).root);
    }
    duck.close();
  });
});
