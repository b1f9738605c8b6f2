import { getGenesis } from '@ethereumjs/genesis';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { AccountSpill } from '../../engine/certificates/ethereum/account-spill.ts';
import { loadKeccak, type Keccak } from '../../engine/certificates/ethereum/keccak.ts';
import { rlpBytes, rlpInteger, rlpList } from '../../engine/certificates/ethereum/rlp.ts';
import { TrieRoot } from '../../engine/certificates/ethereum/trie-root.ts';
import { Ledgers } from '../reconcile/ledger.ts';
import { slowRoot } from './slow-root.ts';

let keccak: Keccak;
beforeAll(async () => {
  keccak = await loadKeccak();
});
const ledgers = new Ledgers();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string) => Buffer.from(text.replace(/^0x/, ''), 'hex');

/** The state roots of the genesis blocks, as each network's block explorer and clients have them. */
const networks = [
  ['mainnet', 1, 'd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544'],
  ['holesky', 17000, '69d8c9d72f6fa4ad42d4702b433707212f90db395eb54dc20bc85de253788783'],
  ['sepolia', 11155111, '5eb6e371a698b8d68f665192350ffcecbbbf322916f4b51bd79bb6887da3f494'],
  ['hoodi', 560048, 'da87d7f5f91c51508791bbcbd4aa5baf04917830b86985eeb9ad3d5bfb657576'],
] as const;

function rootOf(pairs: readonly (readonly [Uint8Array, Uint8Array])[]): string {
  const trie = new TrieRoot(keccak);
  for (const [key, value] of [...pairs].sort(([a], [b]) => Buffer.compare(a, b))) trie.add(key, value);
  return hex(trie.finish());
}

/** A dump of a network's first accounts; storage roots are computed from the slots, code hashes from the code. */
function dump(chain: number): string {
  const lines = Object.entries(getGenesis(chain)!).map(([address, account]) => {
    const [balance, code, slots, nonce] = partsOf(account);
    const storage = slots.map(([slot, value]) => [keccak(bytesOf(slot)), rlpBytes(trimmed(bytesOf(value)))] as const);
    return [address, BigInt(nonce), BigInt(balance), `0x${rootOf(storage)}`, `0x${hex(keccak(bytesOf(code)))}`];
  });
  return ['address,nonce,balance,storage_root,code_hash', ...lines.map((line) => line.join(','))].join('\n') + '\n';
}

type Parts = readonly [balance: string, code: string, slots: readonly (readonly [string, string])[], nonce: string];
/** The library gives a balance, or a balance with code, slots and nonce where there are any. */
function partsOf(account: unknown): Parts {
  if (typeof account === 'string') return [account, '0x', [], '0x0'];
  const [balance, code, slots, nonce] = account as Partial<Parts>;
  return [balance!, code ?? '0x', slots ?? [], nonce ?? '0x0'];
}
const trimmed = (bytes: Uint8Array): Uint8Array => bytes.subarray(bytes.findIndex((byte) => byte !== 0));

const columns = {
  address: 'address',
  nonce: 'nonce',
  balance: 'balance',
  storageRoot: 'storage_root',
  codeHash: 'code_hash',
};
const certificate = (root: string, more: object = {}) =>
  JSON.stringify({
    type: 'tallystick/published-root/v1',
    kind: 'ethereum-state-root',
    root: `0x${root}`,
    columns,
    of: 'block 0',
    ...more,
  });
const tables = [
  {
    name: 'accounts',
    key: ['address'],
    source: { files: 'accounts.csv' },
    target: { files: 'accounts.csv' },
    columns: { address: { type: 'bytes' }, balance: { type: 'int' } },
    ignore: ['source', 'target'].flatMap((side) =>
      ['nonce', 'storage_root', 'code_hash'].map((column) => ({ side, column, reason: 'not moved' })),
    ),
  },
];
const run = async (csv: string, root: string, more: object = {}) => {
  const files = {
    'source/accounts.csv': csv,
    'target/accounts.csv': csv,
    'source/tallystick-root.json': certificate(root, more),
  };
  return (await ledgers.run({ tables }, files)).report;
};

describe('the state root of an account dump', () => {
  it.each(networks)('of %s is the published one', async (_, chain, root) => {
    const csv = dump(chain);
    const { verdict, sides } = await run(csv, root, { files: 'accounts.csv' });
    const accounts = csv.trimEnd().split('\n').length - 1;
    expect(sides.source.certificates).toMatchObject([{ kind: 'published_root', about: 'rows', result: 'holds' }]);
    expect(sides.source.certificates![0]!.words).toBe(
      `rows recompute to the Ethereum state root 0x${root} (block 0) of tallystick-root.json, over ${accounts} accounts; it came inside the same export: integrity, not authenticity`,
    );
    expect(sides.source.files[0]!.certificate).toMatch(/^its rows recompute to the Ethereum state root/);
    expect(verdict).toBe('RECONCILED');
  });

  it('is another when one account has one wei more, and then nothing reconciles', async () => {
    const [, chain, root] = networks[0];
    const csv = dump(chain).replace(
      /^(0x[0-9a-f]{40},0,)(\d+),/m,
      (_, head: string, wei: string) => `${head}${BigInt(wei) + 1n},`,
    );
    const { verdict, sides } = await run(csv, root);
    expect(sides.source.certificates).toMatchObject([{ about: 'rows', result: 'fails' }]);
    expect(sides.source.certificates![0]!.words).toMatch(/^rows DO NOT recompute .* but to 0x[0-9a-f]{64};/);
    expect(verdict).toBe('NOT_RECONCILED');
  });

  it.each([
    ['an address twice', (csv: string) => csv + csv.split('\n')[1]! + '\n', 'an address stands there twice'],
    ['an address cut short', (csv: string) => csv.replace(/^0x[0-9a-f]/m, '0x'), 'row 1: its address has no form'],
    [
      'a balance that is no whole number',
      (csv: string) => csv.replace(/,0,(\d+),/, ',0,$1.5,'),
      'its balance has no form',
    ],
    ['a balance of 2^256', (csv: string) => csv.replace(/,0,\d+,/, `,0,${2n ** 256n},`), 'its balance has no form'],
    ['a nonce of 2^64', (csv: string) => csv.replace(/,0,/, `,${2n ** 64n},`), 'its nonce has no form'],
    ['no nonce', (csv: string) => csv.replace(/,0,/, ',,'), 'its nonce has no form'],
  ])('is none with %s, and the row is named', async (_, alter, why) => {
    const [, chain, root] = networks[2];
    const { sides } = await run(alter(dump(chain)), root);
    const [judged] = sides.source.certificates!;
    expect(judged).toMatchObject({ result: 'fails' });
    expect(judged!.words).toContain(why);
  });

  it.each([
    ['a column that is not there', { columns: { address: 'address', balance: 'wei' } }, 'the table has no column wei'],
    ['another table', { files: 'other.csv' }, 'its "files"'],
    ['a member that is not known', { colums: {} }, '"colums" is not known here'],
    ['another kind of root', { kind: 'bitcoin-utxo' }, 'its kind is not ethereum-state-root'],
    ['a root cut short', { root: '0x00' }, 'its root is not 0x and 64 hex digits'],
    ['no balance', { columns: { address: 'address' } }, 'it names no address or no balance'],
  ])('named with %s is not relied on', async (_, more, why) => {
    const [, chain, root] = networks[2];
    const [judged] = (await run(dump(chain), root, more)).sides.source.certificates!;
    expect(judged).toMatchObject({ result: 'fails' });
    expect(judged!.words).toContain(why);
  });

  it('is the same from Parquet and NDJSON, balances in hex, accounts in any order', async () => {
    const [, chain, root] = networks[2];
    const rows = dump(chain).trimEnd().split('\n').slice(1).reverse();
    const ndjson = rows
      .map((row) => {
        const [address, nonce, balance, storage_root, code_hash] = row.split(',');
        return `${JSON.stringify({ address, nonce: Number(nonce), balance: `0x${BigInt(balance!).toString(16)}`, storage_root, code_hash })}\n`;
      })
      .join('');
    const parquet = join(ledgers.fresh(), 'accounts.parquet');
    const connection = await (await DuckDBInstance.create()).connect();
    const values = rows.map((row) => {
      const [address, nonce, balance, storage, code] = row.split(',');
      return `(unhex('${address!.slice(2)}'), ${nonce}, ${balance}::DECIMAL(38,0), '${storage}', '${code}')`;
    });
    await connection.run(
      `COPY (SELECT * FROM (VALUES ${values.join(',')}) t(address, nonce, balance, storage_root, code_hash)) TO '${parquet}' (FORMAT parquet)`,
    );
    connection.closeSync();
    for (const [name, content] of [
      ['accounts.ndjson', ndjson],
      ['accounts.parquet', readFileSync(parquet)],
    ] as const) {
      const plan = tables.map((table) => ({
        ...table,
        source: { files: name },
        columns: { address: { type: 'bytes' }, balance: { type: 'int', source: { base: 16 } } },
      }));
      const typed = name === 'accounts.parquet' ? tables.map((table) => ({ ...table, source: { files: name } })) : plan;
      const { report } = await ledgers.run(
        { tables: typed },
        {
          [`source/${name}`]: content,
          'target/accounts.csv': dump(chain),
          'source/tallystick-root.json': certificate(root),
        },
      );
      expect(report.sides.source.certificates, name).toMatchObject([{ result: 'holds' }]);
    }
  });
});

describe('a trie from sorted keys', () => {
  it('of nothing has the root that every client knows', () => {
    expect(rootOf([])).toBe('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
  });

  it('has the root of the trie by its definition, whatever the keys share and however short the values', () => {
    const prefix = fc.constantFrom('', '0', '00', '01', '7f'.repeat(15), 'ab'.repeat(31), `${'ab'.repeat(31)}0`);
    const key = fc
      .tuple(prefix, fc.stringMatching(/^[0-9a-f]{64}$/))
      .map(([head, rest]) => head + rest.slice(head.length));
    const pair = fc.tuple(key, fc.uint8Array({ minLength: 1, maxLength: 70 }));
    fc.assert(
      fc.property(fc.uniqueArray(pair, { selector: ([name]) => name, maxLength: 40 }), (pairs) => {
        const root = rootOf(pairs.map(([name, value]) => [Buffer.from(name, 'hex'), value]));
        expect(root).toBe(slowRoot(keccak, pairs));
      }),
    );
  });

  it('writes RLP as the examples of its definition', () => {
    expect(hex(rlpInteger(0n))).toBe('80');
    expect(hex(rlpInteger(15n))).toBe('0f');
    expect(hex(rlpInteger(1024n))).toBe('820400');
    expect(hex(rlpBytes(Buffer.from('dog')))).toBe('83646f67');
    expect(hex(rlpList([rlpBytes(Buffer.from('cat')), rlpBytes(Buffer.from('dog'))]))).toBe('c88363617483646f67');
    expect(hex(rlpBytes(Buffer.from('Lorem ipsum dolor sit amet, consectetur adipisicing elit'))).slice(0, 8)).toBe(
      'b8384c6f',
    );
  });
});

describe('accounts on the disk', () => {
  it('come back sorted, whatever share of memory they have, and leave nothing behind', () => {
    const folder = ledgers.fresh();
    const keys = Array.from({ length: 5000 }, (_, i) => createHash('sha256').update(String(i)).digest());
    // Keys that somebody chose, so that all of them fall into one part at first, and at second.
    const chosen = keys.map((key, i) => (i < 3000 ? Buffer.concat([Buffer.of(7, 9), key.subarray(2)]) : key));
    const spill = new AccountSpill(`${folder}/`, 1);
    for (const key of chosen) spill.add(key, key.subarray(0, 70));
    const read = [...spill.sorted()].map(({ key, value }) => `${hex(key)} ${hex(value)}`);
    expect(read).toEqual(chosen.map((key) => `${hex(key)} ${hex(key.subarray(0, 70))}`).sort());
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of which one stands there over and over are not all held at once', () => {
    const folder = ledgers.fresh();
    const spill = new AccountSpill(`${folder}/`, 1);
    const key = Buffer.alloc(32, 5);
    for (let i = 0; i < 3000; i++) spill.add(key, key);
    expect([...spill.sorted()]).toHaveLength(2);
    expect(readdirSync(folder)).toEqual([]);
  });
});
