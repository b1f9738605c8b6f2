import { getGenesis } from '@ethereumjs/genesis';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const mainnet = 1;

/** Ethereum's first accounts as the client library publishes them: address and balance in wei, both in hex. */
export function genesisAccounts(): { address: string; balance: string }[] {
  return Object.entries(getGenesis(mainnet)!).map(([address, balance]) => {
    if (typeof balance !== 'string') throw new Error(`the genesis balance of ${address} is not a plain amount`);
    return { address, balance };
  });
}

export const genesisPlan = `tallystick: 1
name: ethereum-mainnet-genesis
source: { path: source }
target: { path: target }
tables:
  - name: accounts
    source: { files: genesis.ndjson }
    target: { files: genesis.csv }
    key: [address]
    columns:
      address: { type: bytes, target: account }
      balance: { type: int, source: { column: balance, base: 16 }, target: wei }
    totals:
      - { name: wei at genesis, sum: balance }
    checks:
      - { name: no address twice, unique: [address] }
`;

/**
 * Writes the accounts twice, with a plan: as NDJSON in hex, and as CSV in decimal, in another order, with other names
 * and the columns the other way round. `altered` gets one wei more in the CSV. Returns the plan's path.
 */
export async function writeGenesis(folder: string, options: { readonly altered?: string } = {}): Promise<string> {
  const accounts = genesisAccounts();
  await mkdir(join(folder, 'source'), { recursive: true });
  await mkdir(join(folder, 'target'), { recursive: true });
  const hex = accounts.map((account) => `${JSON.stringify(account)}\n`);
  await writeFile(join(folder, 'source', 'genesis.ndjson'), hex.join(''));
  const decimal = accounts
    .map(({ address, balance }) => ({ address, wei: BigInt(balance) + (address === options.altered ? 1n : 0n) }))
    .toReversed()
    .map(({ address, wei }) => `${wei},${address}\n`);
  await writeFile(join(folder, 'target', 'genesis.csv'), `wei,account\n${decimal.join('')}`);
  const plan = join(folder, 'plan.yaml');
  await writeFile(plan, genesisPlan);
  return plan;
}
