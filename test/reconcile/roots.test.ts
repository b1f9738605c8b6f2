import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { createBLAKE3 } from 'hash-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slowTree } from '../oracle/slow-tree.ts';
import { Ledgers } from './ledger.ts';
import { planColumns, recordSql, typedKey, typedLedger } from './typed-ledger.ts';

const ledgers = new Ledgers();
const rows = 3000;
let duck: Awaited<ReturnType<typeof typedLedger>>;
beforeAll(async () => {
  duck = await typedLedger(rows);
});
afterAll(() => duck.close());

interface Printed {
  readonly tables: readonly { readonly depth: number; readonly root: string; readonly rows: string }[];
}
/** The fingerprint of DuckDB's own Parquet file of the table. */
async function fingerprintAt(depth: number | null, more: object, hash = 'sha256') {
  const path = ledgers.write({ hash, tables: [{ name: 't', columns: planColumns, ...more }] }, {});
  await duck.run(`COPY (SELECT * EXCLUDE i FROM ledger) TO '${join(path, '../source/t.parquet')}'`);
  const { bytes, leaves } = await ledgers.fingerprint(path, 'source', depth);
  return { ...(JSON.parse(Buffer.from(bytes).toString()) as Printed).tables[0]!, leaves: leaves[0]! };
}
const entries = (key: readonly string[] | undefined) =>
  duck.texts(`SELECT sha256(${recordSql(key)}) || sha256(${recordSql()}) FROM ledger`);

describe('a root', () => {
  it.each([0, null, 1, 12])(
    'is the tree over DuckDB’s own sha256 of records that SQL wrote, at depth %s',
    async (depth) => {
      const made = await fingerprintAt(depth, { key: typedKey });
      const lines = await entries(typedKey);
      expect(made.rows).toBe(String(lines.length));
      expect(made.depth).toBe(depth ?? Math.ceil(Math.log2(lines.length / 128)));
      const slow = slowTree(lines, made.depth);
      expect(made.root).toBe(slow.root);
      expect(made.leaves.equals(slow.leaves)).toBe(true);
    },
  );

  it('of a table without a key has every record as its own key', async () => {
    const made = await fingerprintAt(5, {});
    expect(made.root).toBe(slowTree(await entries(undefined), 5).root);
  });

  it('is BLAKE3 throughout where the plan says so', async () => {
    const made = await fingerprintAt(3, { key: typedKey }, 'blake3');
    const blake3 = await createBLAKE3();
    const hash = (text: string | Buffer) => blake3.init().update(text).digest('hex');
    const pairs = await duck.texts(`SELECT to_json([${recordSql(typedKey)}, ${recordSql()}])::VARCHAR FROM ledger`);
    const lines = pairs.map((pair) => (JSON.parse(pair) as string[]).map(hash).join(''));
    expect(made.root).toBe(slowTree(lines, 3, (bytes) => Buffer.from(hash(bytes), 'hex')).root);
  });
});

describe('a record', () => {
  it('can be digested by anybody: printf and sha256sum give the digests of the listing', async () => {
    const path = ledgers.write({ tables: [{ name: 't', columns: planColumns, key: typedKey }] }, {});
    const copy = (side: string, where: string) =>
      duck.run(`COPY (SELECT * EXCLUDE i FROM ledger WHERE ${where}) TO '${join(path, '..', side, 't.parquet')}'`);
    await copy('source', 'i < 40');
    await copy('target', 'i < 0');
    const { differences } = await ledgers.reconcile(path);
    expect(differences).toHaveLength(41);
    const written = await duck.texts(`SELECT ${recordSql()} FROM ledger WHERE i < 40`);
    expect(differences.map(({ source }) => source!.record).toSorted()).toEqual(written.toSorted());
    for (const { source } of differences)
      expect(createHash('sha256').update(source!.record!).digest('hex')).toBe(source!.digest);
  });
});
