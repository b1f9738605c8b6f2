import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FaultsDocument } from '../../engine/sample/faults-document.ts';
import { openPlan } from '../../cli/open-plan.ts';
import { writeSample } from '../../engine/sample/write-sample.ts';
import { genesisAccounts, writeGenesis } from '../genesis/genesis-export.ts';
import { Ledgers } from '../reconcile/ledger.ts';
import { Proposing } from './proposing.ts';

const proposing = new Proposing();
const ledgers = new Ledgers();
const vectors = join(import.meta.dirname, '../conformance');

/** A sample ledger, and the plan proposed for it beside its own. */
async function sample(rows: number, faults: number, seed: number) {
  const folder = join(proposing.fresh(), 'ledger');
  await writeSample(folder, { rows, faults, seed });
  return { folder, ...(await proposing.between(join(folder, 'source'), join(folder, 'target'), folder)) };
}

describe.each([
  [850, 3, 1],
  [20_000, 3, 7],
  [60_000, 12, 2],
])('a sample of %i rows with %i faults of each kind, seed %i', (rows, faults, seed) => {
  it('needs no hand: the proposed plan finds exactly the faults that were put in', async () => {
    const { folder, proposal, path } = await sample(rows, faults, seed);
    for (const { table } of proposal.tables) {
      expect(table.alone, table.name).toEqual([]);
      expect(
        table.columns.filter(({ sure }) => !sure),
        table.name,
      ).toEqual([]);
      expect(table.key.sure, table.name).toBe(true);
    }
    const { report, differences } = await ledgers.reconcile(path);
    const expected = JSON.parse(readFileSync(join(folder, 'faults.json'), 'utf8')) as FaultsDocument;
    for (const { name, source, target } of expected.expected.tables)
      expect(
        report.tables.find((table) => table.name === name),
        name,
      ).toMatchObject({ proven: true, source, target });

    // The operator's own plan calls the columns otherwise; the target's names tell which is which.
    const names = new Map(
      openPlan(join(folder, 'plan.yaml')).plan.tables.flatMap(({ name: table, columns }) =>
        columns.map(({ name, sides }) => [`${table} ${name}`, sides.target.column] as const),
      ),
    );
    const put = expected.faults.flatMap(({ table, differences: each }) =>
      each.map(({ kind, key, columns }) => [table, kind, key, columns.map((name) => names.get(`${table} ${name}`))]),
    );
    const found = differences.map(({ table, kind, key, columns }) => [table, kind, key, columns ?? []]);
    const sorted = (list: readonly unknown[]) => list.map((one) => JSON.stringify(one)).toSorted();
    expect(sorted(found)).toEqual(sorted(put));
    expect(report.coverage.unmapped).toEqual([]);
  });
});

describe("Ethereum's genesis accounts", () => {
  it('are one ledger by the proposed plan, hex against decimal, and with one wei more are not', async () => {
    const equal = proposing.fresh();
    await writeGenesis(equal);
    const { path, plan } = await proposing.between(join(equal, 'source'), join(equal, 'target'), equal);
    expect(plan.tables[0]!.columns.map(({ type }) => type.kind)).toEqual(['bytes', 'int']);
    const { report } = await ledgers.reconcile(path);
    expect(report.verdict).toBe('RECONCILED');
    expect(report.tables[0]!.roots.source).toBe(report.tables[0]!.roots.target);

    const altered = proposing.fresh();
    await writeGenesis(altered, { altered: genesisAccounts()[4711]!.address });
    const other = await proposing.between(join(altered, 'source'), join(altered, 'target'), altered);
    const outcome = await ledgers.reconcile(other.path);
    expect(outcome.differences).toHaveLength(1);
    expect(outcome.differences[0]).toMatchObject({ kind: 'changed', columns: ['wei'] });
  });
});

describe('a trap', () => {
  const traps = join(import.meta.dirname, '../../traps');
  const handless = [
    ...['concatenated-keys', 'cut-at-256', 'float-decimals', 'joined-columns', 'null-replaced', 'parts-by-file'],
    ...['precision-lowered', 'presence-by-value', 'row-cap', 'second-grain', 'sniffed-values', 'sums-cancel'],
  ];
  it.each(handless)('%s is answered alike by the proposed plan and by its own', async (trap) => {
    const folder = join(traps, trap);
    const { path } = await proposing.between(join(folder, 'source'), join(folder, 'target'), proposing.fresh());
    const ours = (await ledgers.reconcile(path)).report.tables[0]!;
    const theirs = (await ledgers.reconcile(join(folder, 'plan.yaml'))).report.tables[0]!;
    expect(ours).toMatchObject({ proven: true, source: theirs.source, target: theirs.target });
  });
});

describe('the conformance exports', () => {
  it.each(['identical', 'different'])(
    '%s: the proposed plan counts what the plan of the vector counts',
    async (vector) => {
      const folder = proposing.fresh();
      const { path } = await proposing.between(
        join(vectors, vector, 'source.csv'),
        join(vectors, vector, 'target.csv'),
        folder,
      );
      const ours = (await ledgers.reconcile(path)).report.tables[0]!;
      const theirs = (await ledgers.reconcile(join(vectors, vector, 'plan.json'))).report.tables[0]!;
      expect(ours).toMatchObject({ proven: true, source: theirs.source, target: theirs.target });
      expect(dirname(path)).toBe(folder);
    },
  );
});
