import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TallyError } from '../../contract/problem.ts';
import { parsePlan } from '../../engine/plan/parse-plan.ts';
import { faultKindNames } from '../../engine/sample/fault-kinds.ts';
import type { FaultsDocument } from '../../engine/sample/faults-document.ts';
import { writeSample } from '../../engine/sample/write-sample.ts';
import { reconcileSlowly } from '../oracle/slow-reconciliation.ts';
import { SampleOracle } from './sample-oracle.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Every file's path and SHA-256. */
async function digests(of: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(of, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found.set(
      path.slice(of.length),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    );
  }
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const faultsOf = async (of: string): Promise<FaultsDocument> =>
  JSON.parse(await readFile(join(of, 'faults.json'), 'utf8')) as FaultsDocument;

const sorted = (
  differences: readonly { table: string; kind: string; key: readonly string[]; columns: readonly string[] }[],
) => differences.map(({ table, kind, key, columns }) => JSON.stringify([table, kind, key, columns])).toSorted();

describe('the sample ledger', () => {
  it('is the same bytes for the same seed, and other bytes for another', async () => {
    await writeSample(join(folder, 'a'), { rows: 20_000, faults: 3, seed: 7 });
    await writeSample(join(folder, 'b'), { rows: 20_000, faults: 3, seed: 7 });
    await writeSample(join(folder, 'c'), { rows: 20_000, faults: 3, seed: 8 });
    const [a, b, c] = [
      await digests(join(folder, 'a')),
      await digests(join(folder, 'b')),
      await digests(join(folder, 'c')),
    ];
    expect(a.size).toBeGreaterThan(15);
    expect(b).toEqual(a);
    expect([...c.keys()]).toEqual([...a.keys()]);
    for (const [name, digest] of c) if (name !== '/plan.yaml') expect(digest, name).not.toBe(a.get(name));
  });

  for (const { rows, faults, seed } of [
    { rows: 850, faults: 3, seed: 0 },
    { rows: 1000, faults: 3, seed: 1 },
    { rows: 6000, faults: 20, seed: 42 },
    { rows: 100_000, faults: 3, seed: 9_007_199_254_740_991 },
  ])
    it(`differs in the faults it lists and in nothing else: ${rows} rows, ${faults} of each kind, seed ${seed}`, async () => {
      const at = join(folder, `oracle-${rows}-${seed}`);
      const summary = await writeSample(at, { rows, faults, seed });
      const listed = await faultsOf(at);
      const oracle = await SampleOracle.open(at);
      expect(listed.faults).toHaveLength(faults * faultKindNames.length);
      expect(summary.faultCount).toBe(String(listed.faults.length));
      for (const kind of faultKindNames)
        expect(listed.faults.filter((fault) => fault.kind === kind)).toHaveLength(faults);
      expect(sorted(await oracle.differences())).toEqual(
        sorted(
          listed.faults.flatMap(({ table, differences }) =>
            differences.map((difference) => ({ table, ...difference })),
          ),
        ),
      );

      let total = 0;
      for (const table of listed.expected.tables)
        for (const side of ['source', 'target'] as const) {
          const { rows: counted, matchedUnderRule, ...terms } = table[side];
          const count = await oracle.one(`SELECT count(*) FROM ${side}_${table.name}`);
          expect(counted).toBe(count);
          expect(matchedUnderRule).toBe('0');
          expect(Object.values(terms).reduce((sum, term) => sum + Number(term), 0)).toBe(Number(count));
          if (side === 'source') total += Number(count);
        }
      expect(total).toBe(rows);
      oracle.close();
    });

  it('reads as one ledger by its own plan, but for the faults', async () => {
    const at = join(folder, 'by-plan');
    await writeSample(at, { rows: 12_000, faults: 4, seed: 5 });
    const { faults, expected } = await faultsOf(at);
    const slow = await reconcileSlowly(parsePlan(await readFile(join(at, 'plan.yaml')), 'plan.yaml'), at);
    const listed = faults.flatMap(({ table, differences }) =>
      differences.map(({ kind, key, columns }) =>
        JSON.stringify(
          kind === 'changed'
            ? [table, kind, key, columns]
            : kind === 'duplicate'
              ? [table, kind, key, 'target']
              : [table, kind, key],
        ),
      ),
    );
    expect(slow.differences.toSorted()).toEqual(listed.toSorted());
    const present = (counts: object) =>
      Object.fromEntries(
        Object.entries(counts)
          .map(([term, count]) => [term, Number(count)] as const)
          .filter(([, count]) => count > 0),
      );
    expect(slow.tables.map((table) => table.name)).toEqual(expected.tables.map((table) => table.name));
    for (const [number, table] of expected.tables.entries())
      for (const side of ['source', 'target'] as const)
        expect(slow.tables[number]![side]).toEqual(present(table[side]));
  });

  it('lets no two faults touch one row', async () => {
    const { faults } = await faultsOf(join(folder, 'oracle-6000-42'));
    const touched = faults.flatMap(({ table, differences }) =>
      differences.map(({ key }) => JSON.stringify([table, key])),
    );
    expect(new Set(touched).size).toBe(touched.length);
  });

  it('is one ledger, written twice, when no faults are asked for', async () => {
    const at = join(folder, 'equal');
    await writeSample(at, { rows: 100, faults: 0, seed: 3 });
    const oracle = await SampleOracle.open(at);
    expect(await oracle.differences()).toEqual([]);
    expect((await faultsOf(at)).expected.verdict).toBe('RECONCILED');
    oracle.close();
  });

  it('holds what its plan checks: postings balance, nothing refers to nothing, numbers have no gap', async () => {
    const oracle = await SampleOracle.open(join(folder, 'oracle-100000-9007199254740991'));
    const { each } = await faultsOf(join(folder, 'oracle-100000-9007199254740991'));
    const unbalanced = (side: string) =>
      oracle.one(
        `SELECT count(DISTINCT txn_id) FROM (SELECT txn_id FROM ${side}_postings GROUP BY txn_id, currency HAVING sum(amount) <> 0)`,
      );
    const orphans = (side: string) =>
      oracle.one(`SELECT count(DISTINCT txn_id) FROM ${side}_postings ANTI JOIN ${side}_transactions USING (txn_id)`);
    const gaps = (side: string) =>
      oracle.one(
        `SELECT count(*) FROM (SELECT entry_no - lag(entry_no) OVER (PARTITION BY region ORDER BY entry_no) AS step FROM ${side}_transactions) WHERE step <> 1`,
      );
    expect(await unbalanced('source')).toBe('0');
    expect(await orphans('source')).toBe('0');
    expect(await gaps('source')).toBe('0');
    expect(await unbalanced('target')).toBe(each);
    expect(await orphans('target')).toBe(each);
    expect(await gaps('target')).toBe(each);
    for (const table of ['postings', 'token_balances'])
      expect(
        await oracle.one(`SELECT count(*) FROM source_${table} ANTI JOIN source_accounts USING (account_id)`),
      ).toBe('0');
    expect(await oracle.one('SELECT count(*) - count(DISTINCT iban) FROM source_accounts')).toBe('0');
    expect(
      await oracle.one('SELECT count(*) FROM source_accounts ANTI JOIN source_postings USING (account_id)'),
    ).not.toBe('0');
    expect(await oracle.one('SELECT max(length(amount)) FROM source_token_balances')).toBe('78');
    oracle.close();
  });

  it('writes gzip without a time in it, and NULL and the empty text apart', async () => {
    const file = await readFile(join(folder, 'a', 'target', 'accounts-001.csv.gz'));
    expect(file.subarray(4, 8)).toEqual(Buffer.alloc(4));
    const notes = gunzipSync(file)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(line.lastIndexOf(',') + 1));
    expect(notes).toContain('');
    expect(notes).toContain('""');
  });
});

describe('asking for a sample that cannot be', () => {
  const refusal = async (work: Promise<unknown>): Promise<TallyError['problem']> => {
    const error: unknown = await work.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TallyError);
    return (error as TallyError).problem;
  };

  it('names the minimum of rows', async () => {
    const problem = await refusal(writeSample(join(folder, 'few'), { rows: 849, faults: 3, seed: 1 }));
    expect(problem.code).toBe('usage');
    expect(problem.remedy).toContain('850');
  });

  it('leaves a folder alone that is not empty', async () => {
    const at = join(folder, 'full');
    await mkdir(at);
    await writeFile(join(at, 'ledger.txt'), 'mine');
    const problem = await refusal(writeSample(at, { rows: 1000, faults: 3, seed: 1 }));
    expect(problem.code).toBe('output_not_empty');
    expect(await readdir(at)).toEqual(['ledger.txt']);
  });

  it('leaves nothing behind when it is interrupted', async () => {
    const at = join(folder, 'stopped');
    const controller = new AbortController();
    let seen = 0;
    const onProgress = (): void => {
      if (++seen === 3) controller.abort();
    };
    const problem = await refusal(
      writeSample(at, { rows: 200_000, faults: 3, seed: 1, onProgress, signal: controller.signal }),
    );
    expect(problem.code).toBe('interrupted');
    expect(await readdir(folder)).not.toContain('stopped');
  });
});
