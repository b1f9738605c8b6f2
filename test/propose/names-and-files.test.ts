import { describe, expect, it } from 'vitest';
import { groupFiles } from '../../engine/propose/file-groups.ts';
import { guessFromHead } from '../../engine/propose/guess-dialect.ts';
import { nameLikeness } from '../../engine/propose/pairs/name-likeness.ts';

describe('names', () => {
  it('are one when only case, separators or the plural differ', () => {
    for (const [a, b] of [
      ['AccountID', 'account_id'],
      ['txn-id', 'TXN_ID'],
      ['accounts', 'Account'],
    ] as const)
      expect(nameLikeness(a, b), `${a} ${b}`).toBe(1);
  });

  it('are alike when one shortens the other, from either side', () => {
    for (const [a, b] of [
      ['ACCT_NO', 'account_number'],
      ['OPN_BAL', 'opening_balance'],
      ['CCY', 'currency'],
    ] as const) {
      expect(nameLikeness(a, b), `${a} ${b}`).toBeGreaterThan(0.6);
      expect(nameLikeness(b, a)).toBe(nameLikeness(a, b));
    }
  });

  it('are unlike when they have no word in common', () => {
    expect(nameLikeness('balance', 'status')).toBe(0);
    expect(nameLikeness('💶', 'status')).toBe(0);
    expect(nameLikeness('__proto__', 'constructor')).toBeLessThan(0.5);
  });
});

describe('files of one side', () => {
  const groups = (...names: string[]) => groupFiles(names, 'side').map(({ name, files }) => [name, files]);

  it('are one table when they are Hive partitions of a folder', () => {
    expect(groups('a/region=x/part-0.parquet', 'a/region=y/part-0.parquet', 'a/region=y/part-1.parquet')).toEqual([
      ['a', 'a'],
    ]);
  });

  it('are one table when their names differ in their numbers alone', () => {
    expect(groups('accounts-001.csv.gz', 'accounts-002.csv.gz', 'txns.csv')).toEqual([
      ['accounts', 'accounts-*.csv.gz'],
      ['txns', 'txns.csv'],
    ]);
  });

  it('are one table when a folder holds numbered parts, or folders of days do', () => {
    expect(
      groups('t/part-00000-c000.csv', 't/part-00001-c000.csv', 'u/2024/01/data.csv', 'u/2024/02/data.csv'),
    ).toEqual([
      ['t', 't'],
      ['u', 'u'],
    ]);
  });

  it('are told from others whose names begin alike, by a pattern that takes no other', () => {
    expect(groups('accounts-1.csv', 'accounts-2.csv', 'accounts-old.csv')).toEqual([
      ['accounts', 'accounts-[0-9]*.csv'],
      ['accounts-old', 'accounts-old.csv'],
    ]);
  });

  it('are the side itself when there is nothing but parts', () => {
    expect(groups('part-0.parquet', 'part-1.parquet')).toEqual([['side', null]]);
  });

  it('are told apart by their folders when they have one name', () => {
    expect(groups('eu/accounts.csv', 'us/accounts.csv').map(([name]) => name)).toEqual(['eu/accounts', 'us/accounts']);
  });
});

describe('the dialect of a CSV file', () => {
  const guess = (text: string) => guessFromHead(Buffer.from(text), true).csv;

  it('is the delimiter that parts every record alike', () => {
    expect(guess('a;b;c\n"1,5";2;x, y\n"2,5";3;z\n')).toMatchObject({ delimiter: ';', header: true });
    expect(guess('a\tb\n1,2\t3\n').delimiter).toBe('\t');
    expect(guess('a|b\n1|"2|3"\n').delimiter).toBe('|');
    expect(guess('only\none\n').delimiter).toBe(',');
  });

  it('has a backslash before quotes when nothing else reads it', () => {
    expect(guess('a,b\n"say \\"no\\" now",1\n')).toMatchObject({ delimiter: ',', escape: '\\' });
  });

  it('has no header when the first line reads like the rows below it', () => {
    expect(guess('1,2024-01-01,x\n2,2024-01-02,y\n').header).toBe(false);
    expect(guess('id,2024\n1,5\n2,6\n').header).toBe(true);
  });
});
