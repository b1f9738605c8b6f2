import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { genesisAccounts, writeGenesis } from './genesis-export.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genesis-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const lines = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).trimEnd().split('\n');
const read = async (plan: string): Promise<{ hex: Map<string, bigint>; decimal: Map<string, bigint> }> => {
  const ndjson = await lines(join(dirname(plan), 'source', 'genesis.ndjson'));
  const [header, ...csv] = await lines(join(dirname(plan), 'target', 'genesis.csv'));
  expect(header).toBe('wei,account');
  return {
    hex: new Map(
      ndjson.map((line) => {
        const { address, balance } = JSON.parse(line) as { address: string; balance: string };
        expect(balance).toMatch(/^0x[0-9a-f]+$/);
        return [address, BigInt(balance)];
      }),
    ),
    decimal: new Map(
      csv.map((line) => {
        const [wei, account] = line.split(',');
        expect(wei).toMatch(/^(0|[1-9][0-9]*)$/);
        return [account!, BigInt(wei!)];
      }),
    ),
  };
};

describe("Ethereum's genesis accounts", () => {
  it('are the 8,893 that the network began with, and hold 72,009,990.49948 ether', () => {
    const accounts = genesisAccounts();
    expect(accounts).toHaveLength(8893);
    expect(accounts.reduce((sum, { balance }) => sum + BigInt(balance), 0n)).toBe(72_009_990_499_480_000_000_000_000n);
  });

  it('are one ledger in both exports', async () => {
    const { hex, decimal } = await read(await writeGenesis(join(folder, 'equal')));
    expect(hex.size).toBe(8893);
    expect(decimal).toEqual(hex);
  });

  it('differ by one wei of one account when that is asked for', async () => {
    const { address } = genesisAccounts()[4711]!;
    const { hex, decimal } = await read(await writeGenesis(join(folder, 'altered'), { altered: address }));
    const differing = [...hex].filter(([account, wei]) => decimal.get(account) !== wei).map(([account]) => account);
    expect(differing).toEqual([address]);
    expect(decimal.get(address)! - hex.get(address)!).toBe(1n);
  });
});
