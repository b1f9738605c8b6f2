import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filesOf, Ledgers } from './ledger.ts';
import { ledgerOf, randomTable } from './random-ledger.ts';

const ledgers = new Ledgers();

describe('a package', () => {
  it('is the same bytes with one thread and with four, from two folders, in two runs', async () => {
    const tables = fc.sample(randomTable, { numRuns: 6, seed: 8893 });
    const { plan, files } = ledgerOf(tables);
    const first = await ledgers.run(plan, files, 1);
    const second = await ledgers.run(plan, files, 4);
    expect(first.lines.length).toBeGreaterThan(20);
    const [one, other] = [filesOf(first.folder), filesOf(second.folder)];
    expect([...other.keys()]).toEqual([...one.keys()]);
    for (const [name, bytes] of one) expect(other.get(name)!.equals(bytes), name).toBe(true);
    expect([...one.keys()]).toEqual(expect.arrayContaining(['report.json', 'report.html', 'differences.parquet']));
  });
});
