import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDifferingKeys } from '../../engine/reconcile/judge/cross-check.ts';
import { noCounts } from '../../engine/reconcile/fold/merge-bucket.ts';
import { literal, openDatabase, type Database } from '../../engine/snapshot/duckdb/database.ts';

let folder: string;
let database: Database;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tally-differing-keys-'));
  database = await openDatabase({ memory: 2 ** 28, threads: 1, temp: folder, allowed: [folder] });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

interface Row {
  readonly side: 0 | 1;
  readonly key: string | null;
  readonly value: string | null;
}

/** Few keys and values, so that many a key has the same rows on both sides, or one row twice where the other has another. */
const row: fc.Arbitrary<Row> = fc.record({
  side: fc.constantFrom(0, 1),
  key: fc.constantFrom('a', 'b', null),
  value: fc.constantFrom('x', 'y', 'z', null),
});

const textOf = (text: string | null): string => (text === null ? 'NULL' : literal(text));

function keysOf(rows: readonly Row[]): { readonly all: number; readonly differing: number } {
  const keys = [...new Set(rows.map(({ key }) => key))];
  const on = (key: string | null, side: number) =>
    JSON.stringify(
      rows
        .filter((of) => of.key === key && of.side === side)
        .map(({ value }) => value ?? '')
        .sort(),
    );
  return { all: keys.length, differing: keys.filter((key) => on(key, 0) !== on(key, 1)).length };
}

test('DuckDB finds exactly the keys to differ whose rows are not the same on both sides, however often they are there', async () => {
  let index = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
      const table = { index: index++, width: 2 };
      const values = rows.map(({ side, key, value }) => `(${side}, ${textOf(key)}, ${textOf(value)})`).join(', ');
      await database.connection.run(
        `CREATE VIEW t${table.index}_drilled AS
         SELECT side, c0::VARCHAR AS c0, c1::VARCHAR AS c1 FROM (VALUES ${values}) v(side, c0, c1)`,
      );
      const { all, differing } = keysOf(rows);
      const check = (differingKeys: number) =>
        checkDifferingKeys(database, table, 't', [0], { ...noCounts(), differingKeys }, rows.length);
      expect(await check(all)).toEqual(
        all === differing
          ? []
          : [
              {
                ...{ agreement: '3', table: 't' },
                expected: `${all} differing keys by digests`,
                found: `${differing} of ${all} keys differ by SQL`,
              },
            ],
      );
      expect(await check(all + 1)).toHaveLength(1);
    }),
    { numRuns: 150 },
  );
});
