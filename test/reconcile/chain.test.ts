import { describe, expect, it } from 'vitest';
import { csv, Ledgers } from './ledger.ts';

const ledgers = new Ledgers();

/** Failing links of two chains of hash, previous, height. */
async function failing(...chains: readonly (readonly (readonly (string | null)[])[])[]): Promise<string[]> {
  const [source, target] = chains.map((rows) => csv([['hash', 'parent', 'height'], ...rows]));
  const columns = { hash: { type: 'text' }, parent: { type: 'text' }, height: { type: 'int' } };
  const checks = [{ name: 'linked', chain: { hash: 'hash', previous: 'parent', order: 'height' } }];
  const { report } = await ledgers.run(
    { tables: [{ name: 'blocks', columns, checks }] },
    { 'source/blocks.csv': source!, 'target/blocks.csv': target! },
  );
  return report.tables[0]!.checks.map((check) => check.failing);
}

describe('A chain', () => {
  it('holds where each row repeats the hash of the one before it, and the first may name anything', async () => {
    const linked = [
      ['c', 'b', '10'],
      ['a', null, '2'],
      ['b', 'a', '9'],
    ];
    expect(await failing(linked, [['a', 'elsewhere', '2'], ...linked.slice(2)])).toEqual(['0', '0']);
  });

  it('fails at a row without a place or a hash, though nothing comes after it', async () => {
    const withoutHash = [
      ['a', null, '1'],
      [null, 'a', '2'],
    ];
    const withoutPlace = [
      ['a', null, '1'],
      ['b', 'a', null],
      ['c', 'a', '2'],
    ];
    expect(await failing(withoutHash, withoutPlace)).toEqual(['1', '1']);
  });

  it('fails once more at what follows a row without a hash', async () => {
    const gap = [
      ['a', null, '1'],
      [null, 'a', '2'],
      ['c', null, '3'],
    ];
    expect(await failing(gap, gap.toReversed())).toEqual(['2', '2']);
  });
});
