import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { loadKeccak } from '../../engine/certificates/ethereum/keccak.ts';
import { rlpInteger, rlpList } from '../../engine/certificates/ethereum/rlp.ts';
import { plainParquetOptions } from '../../engine/snapshot/parquet/plain-parquet-options.ts';
import { Ledgers } from '../reconcile/ledger.ts';
import { slowRoot } from './slow-root.ts';

const ledgers = new Ledgers();
const script = fileURLToPath(new URL('./state-root-alone.ts', import.meta.url));
const [MiB, sorting] = [2 ** 20, 4 * 2 ** 20];

/** Account i, the same here and in SQL. */
const addressOf = (i: number): string => createHash('sha256').update(String(i)).digest('hex').slice(0, 40);
const nonceOf = (i: number): bigint => BigInt(i % 300);
const balanceOf = (i: number): bigint => BigInt(i) * 1_000_003_000_000_007n;

/** A stage of so many accounts, as DuckDB writes it for a run but for smaller row groups, one of which is held at a time. */
async function stageOf(count: number): Promise<string> {
  const path = join(ledgers.fresh(), 'accounts.parquet');
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(
    `COPY (SELECT '0x' || left(sha256(i::VARCHAR), 40) AS address, (i % 300)::VARCHAR AS nonce,
       (i::HUGEINT * 1000003000000007)::VARCHAR AS balance FROM range(${count}) t(i)) TO '${path}' (${plainParquetOptions}, ROW_GROUP_SIZE 20480)`,
  );
  connection.closeSync();
  return path;
}

/** The root by a process of its own, whose heap could not hold the accounts. */
function alone(stage: string): { readonly root: string; readonly accounts: number; readonly peak: number } {
  const folder = ledgers.fresh();
  const args = ['--max-old-space-size=96', script, stage, folder, String(sorting)];
  const said = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  expect(readdirSync(folder)).toEqual([]);
  return JSON.parse(said) as ReturnType<typeof alone>;
}

describe('the state root of a million accounts', () => {
  it('streams: the process has no more memory than for a tenth of them, whatever they are', async () => {
    const [tenth, all] = [alone(await stageOf(100_000)), alone(await stageOf(1_000_000))];
    expect([tenth.accounts, all.accounts]).toEqual([100_000, 1_000_000]);
    // Held as records of 143 bytes, 900,000 more are 123 MiB and more; what is left to the collector differs by some 40.
    expect(all.peak, `${all.peak / MiB} MiB, ${tenth.peak / MiB} MiB for a tenth`).toBeLessThan(tenth.peak + 100 * MiB);
  });

  it('is of the same kind as of 3,000, where the trie by its definition says the same', async () => {
    const keccak = await loadKeccak();
    const empty = (hex: string) => Buffer.from(`a0${hex}`, 'hex');
    const [noStorage, noCode] = [
      empty('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421'),
      empty('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'),
    ];
    const pairs = Array.from({ length: 3000 }, (_, i) => {
      const key = Buffer.from(keccak(Buffer.from(addressOf(i), 'hex'))).toString('hex');
      return [key, rlpList([rlpInteger(nonceOf(i)), rlpInteger(balanceOf(i)), noStorage, noCode])] as const;
    });
    expect(alone(await stageOf(3000)).root).toBe(slowRoot(keccak, pairs));
  });
});
