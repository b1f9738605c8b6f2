import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Ledgers } from '../reconcile/ledger.ts';
import { genesisAccounts, writeGenesis } from './genesis-export.ts';

const ledgers = new Ledgers();

describe("Ethereum's genesis accounts, in hex and in decimal", () => {
  it('reconcile: 8,893 accounts, one root, one fingerprint', async () => {
    const plan = await writeGenesis(ledgers.fresh());
    const { report, folder, lines } = await ledgers.reconcile(plan);
    const [table] = report.tables;
    expect(report.verdict).toBe('RECONCILED');
    expect(lines).toEqual([]);
    expect(table).toMatchObject({ proven: true, source: { matched: '8893' }, target: { matched: '8893' } });
    expect(table!.roots.source).toBe(table!.roots.target);
    const wei = '72009990499480000000000000';
    expect(table!.totals).toMatchObject([{ source: wei, target: wei, difference: '0' }]);
    const printed = (side: string) => readFileSync(join(folder, `${side}.fingerprint.json`), 'utf8');
    expect(printed('source')).toBe(printed('target'));
    for (const side of ['source', 'target'] as const)
      expect(Buffer.from((await ledgers.fingerprint(plan, side)).bytes).toString()).toBe(printed(side));
  });

  it('do not when one balance is one wei more: one row, its column, another root', async () => {
    const { address, balance } = genesisAccounts()[4711]!;
    const plan = await writeGenesis(ledgers.fresh(), { altered: address });
    const { report, differences } = await ledgers.reconcile(plan);
    const [table] = report.tables;
    expect(report.verdict).toBe('NOT_RECONCILED');
    expect(differences).toHaveLength(1);
    const [line] = differences;
    expect(line).toMatchObject({ table: 'accounts', kind: 'changed', key: [address], columns: ['balance'] });
    expect(line!.source!.record).toBe(`${address},${BigInt(balance)}`);
    expect(line!.target!.record).toBe(`${address},${BigInt(balance) + 1n}`);
    const at = (file: string, row: string, header: number) =>
      readFileSync(join(dirname(plan), file), 'utf8').split('\n')[Number(row) - 1 + header]!;
    expect(at('source/genesis.ndjson', line!.source!.row, 0)).toContain(address);
    expect(at('target/genesis.csv', line!.target!.row, 1)).toContain(address);
    expect(table!.roots.source).not.toBe(table!.roots.target);
    expect(table).toMatchObject({ bucketsDiffering: '1', source: { changed: '1', matched: '8892' } });
    expect(table!.totals).toMatchObject([{ difference: '1', keys: '1' }]);
  });
});
