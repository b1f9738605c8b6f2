import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sides } from '../../contract/side.ts';
import { Ledgers } from './ledger.ts';

const vectors = join(import.meta.dirname, '../conformance');
const ledgers = new Ledgers();
const planOf = (vector: string) => join(vectors, vector, 'plan.json');
const expected = (vector: string, side: string) =>
  readFileSync(join(vectors, vector, `expected.${side}.fingerprint.json`), 'utf8');

describe.each(['identical', 'different', 'keyless', 'edges'])('the vector %s', (vector) => {
  it('gives the fingerprints byte for byte, in the package of a run', async () => {
    const { folder } = await ledgers.reconcile(planOf(vector));
    for (const side of sides)
      expect(readFileSync(join(folder, `${side}.fingerprint.json`), 'utf8'), side).toBe(expected(vector, side));
  });

  it('gives them to whoever fingerprints one side alone, at the depth that the run chose', async () => {
    for (const side of sides) {
      const { tables } = JSON.parse(expected(vector, side)) as { tables: { depth: number }[] };
      const depths = [...new Set(tables.map(({ depth }) => depth))];
      // --depth is for all tables. Where the run chose several, the larger side chooses the same by itself.
      if (depths.length > 1 && side === 'source') continue;
      const made = await ledgers.fingerprint(planOf(vector), side, depths.length === 1 ? depths[0]! : null);
      expect(Buffer.from(made.bytes).toString(), side).toBe(expected(vector, side));
    }
  });

  it('gives the identities', async () => {
    const path = join(vectors, vector, 'expected.identity.json');
    if (!existsSync(path)) return;
    const identities = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
    const { report } = await ledgers.reconcile(planOf(vector));
    for (const side of sides) {
      expect(report.sides[side].identity, side).toBe(identities[side]);
      expect((await ledgers.fingerprint(planOf(vector), side, report.tables[0]!.depth)).identity).toBe(
        identities[side],
      );
    }
  });
});

describe('the vector different', () => {
  it('has one changed amount, one changed memo, one row missing, one extra, and one equal row twice', async () => {
    const { report, differences } = await ledgers.reconcile(planOf('different'));
    expect(differences.map(({ kind, columns }) => `${kind} ${(columns ?? []).join()}`).toSorted()).toEqual([
      'changed balance',
      'changed memo',
      'duplicate ',
      'source_only ',
      'target_only ',
    ]);
    expect(differences.find(({ kind }) => kind === 'duplicate')).toMatchObject({ source: null });
    expect(report.verdict).toBe('NOT_RECONCILED');
    expect(report.tables[0]).toMatchObject({
      proven: true,
      source: { changed: '2', only: '1', duplicatesMatched: '1' },
    });
  });
});

describe('the vector keyless', () => {
  it('has the same exports compared as multisets: changed rows are a row too few and a row too many', async () => {
    const { report } = await ledgers.reconcile(planOf('keyless'));
    const [table] = report.tables;
    expect(table).toMatchObject({ proven: true, source: { only: '3', changed: '0' }, target: { only: '4' } });
  });
});

describe('the vector identical', () => {
  it('is reconciled', async () => {
    const { report, lines } = await ledgers.reconcile(planOf('identical'));
    expect(report.verdict).toBe('RECONCILED');
    expect(lines).toEqual([]);
  });
});
