import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { literal, openDatabase, type Database } from '../../engine/snapshot/duckdb/database.ts';
import { oneRow, textRows } from '../../engine/snapshot/duckdb/text-rows.ts';
import { ownFolder } from './folder.ts';

const folder = ownFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: 1e9, threads: 2, temp: folder.path, allowed: [folder.path] });
});
afterAll(() => database.close());

describe('Texts asked of DuckDB', () => {
  it('arrive to the last code point, those among them that look like a byte order mark', async () => {
    const text = fc
      .tuple(fc.constantFrom('', '\ufeff', '\ufeff\ufeff', '.'), fc.string({ unit: 'binary', maxLength: 30 }))
      .map(([before, rest]) => (before + rest).replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { minLength: 1, maxLength: 20 }), async (texts) => {
        const asked = texts.map((one) => (one === null ? 'NULL::VARCHAR' : literal(one))).join(', ');
        expect(await oneRow(database, `SELECT ${asked}`)).toEqual(texts);
      }),
      { numRuns: 50 },
    );
  });

  it('stand in the order that the query gives its rows', async () => {
    const rows = await textRows(
      database,
      'SELECT i::VARCHAR AS i, i::VARCHAR AS i FROM range(200000) t(i) ORDER BY hash(i) DESC',
    );
    const hashes = await textRows(
      database,
      'SELECT list(i::VARCHAR ORDER BY hash(i) DESC)::VARCHAR FROM range(200000) t(i)',
    );
    expect(`[${rows.map(([i]) => i).join(', ')}]`).toBe(hashes[0]![0]);
  });
});
