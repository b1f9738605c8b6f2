import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import { readAccount, NoAccount, type AccountColumn } from './account.ts';
import { AccountSpill } from './account-spill.ts';
import { loadKeccak } from './keccak.ts';
import { TrieRoot } from './trie-root.ts';

export interface StateRootRequest {
  /** Raw stages of the table's files, in which every column is text. */
  readonly stages: readonly { readonly path: string; readonly file: string }[];
  /** Which account column is which of the stage's, by its place. */
  readonly columns: readonly (readonly [AccountColumn, number])[];
  /** Bytes for sorting. */
  readonly memory: number;
  /** Path prefix of what is written on the way, all of which is gone at the end. */
  readonly out: string;
}

export type StateRoot =
  | { readonly root: string; readonly accounts: number }
  /** Why the rows are no state, as part of a sentence. */
  | { readonly why: string };

/**
 * The root of Ethereum's state trie over a dump of accounts: keccak of each address leads to the RLP of nonce, balance,
 * storage root and code hash. Heavy: for a worker. `on` is told the rows read so far.
 */
export async function stateRoot(
  { stages, columns, memory, out }: StateRootRequest,
  on: (rows: number) => void = () => undefined,
): Promise<StateRoot> {
  const keccak = await loadKeccak();
  const spill = new AccountSpill(out, memory);
  let accounts = 0;
  try {
    for (const { path, file } of stages) {
      const reader = new PlainParquetReader(path);
      let row = 0;
      try {
        for (let group = 0; group < reader.groups.length; group++) {
          const read = reader.readGroup(
            group,
            columns.map(([, index]) => index),
          );
          const named = new Map(columns.map(([name], i) => [name, read[i]!]));
          for (let i = 0; i < reader.groups[group]!.rows; i++) {
            row++;
            const { address, value } = readAccount(named, i);
            spill.add(keccak(address), value);
          }
          on((accounts += reader.groups[group]!.rows));
        }
      } catch (error) {
        if (error instanceof NoAccount) return { why: `${file}, row ${row}: its ${error.column} has no form` };
        throw error;
      } finally {
        reader.close();
      }
    }
    const trie = new TrieRoot(keccak);
    for (const { key, value } of spill.sorted())
      if (!trie.add(key, value)) return { why: 'an address stands there twice' };
    return { root: Buffer.from(trie.finish()).toString('hex'), accounts };
  } finally {
    spill.close();
  }
}
