import { describe, expect, it } from 'vitest';
import { csv, Ledgers } from './ledger.ts';

const ledgers = new Ledgers();
const marked = '\ufeffEUR';

describe('A text that begins with U+FEFF', () => {
  const columns = { id: { type: 'text' }, amount: { type: 'int' }, currency: { type: 'text' } };
  const rows = (last: string) =>
    csv([
      ['id', 'amount', 'currency'],
      ['1', '5', 'EUR'],
      ['2', '7', marked],
      ['3', last, marked],
    ]);

  it('is another than the text without it, in totals and shards too, and is shown with it', async () => {
    const { report } = await ledgers.run(
      {
        tables: [
          {
            name: 'ledger',
            key: ['id'],
            columns,
            shard: 'currency',
            totals: [{ name: 'per currency', sum: 'amount', by: ['currency'] }],
          },
        ],
      },
      { 'source/ledger.csv': rows('1'), 'target/ledger.csv': rows('2') },
    );
    const { totals, shards } = report.tables[0]!;
    expect(totals.map(({ by, difference }) => [...by, difference])).toEqual([
      ['EUR', '0'],
      [marked, '1'],
    ]);
    expect(shards?.values.map(({ value, source }) => [value, source])).toEqual([
      ['EUR', '1'],
      [marked, '2'],
    ]);
  });

  it('is in the records that a spot check draws, under their digests', async () => {
    const planPath = ledgers.write(
      { tables: [{ name: 'ledger', key: ['id'], columns }] },
      { 'source/ledger.csv': rows('1'), 'target/ledger.csv': rows('1') },
    );
    const outcome = await ledgers.reconcile(planPath);
    const { rows: drawn } = await ledgers.spot(outcome, { planPath, side: 'source' }, { size: 3 });
    expect(drawn.map(({ record }) => record).toSorted()).toEqual(
      [`5,"EUR","1"`, `7,"${marked}","2"`, `1,"${marked}","3"`].toSorted(),
    );
  });
});
