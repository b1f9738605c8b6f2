import type { PlainColumn } from '../../snapshot/parquet/plain-column.ts';
import { rlpInteger, rlpList } from './rlp.ts';

export const accountColumns = ['address', 'nonce', 'balance', 'storageRoot', 'codeHash'] as const;
export type AccountColumn = (typeof accountColumns)[number];

/** What an account without storage and without code has. */
const emptyRoot = '56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421';
const emptyCode = 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470';

export class NoAccount extends Error {
  readonly column: AccountColumn;
  constructor(column: AccountColumn) {
    super(column);
    this.column = column;
  }
}

export interface Account {
  /** 20 bytes */
  readonly address: Uint8Array;
  /** RLP of nonce, balance, storage root and code hash. */
  readonly value: Uint8Array;
}

/**
 * Row `row` of the columns as an account. Numbers are decimal or `0x` and hex; a column that the certificate does not
 * name is 0 or empty, and so is NULL for the two hashes. Throws NoAccount for a value that is none.
 */
export function readAccount(columns: ReadonlyMap<AccountColumn, PlainColumn>, row: number): Account {
  const text = (name: AccountColumn): string | null | undefined => {
    const column = columns.get(name);
    if (column === undefined) return undefined;
    if (column.valid[row] === 0 || column.kind !== 'text') return null;
    return Buffer.from(
      column.bytes.buffer,
      column.bytes.byteOffset + column.starts[row]!,
      column.ends[row]! - column.starts[row]!,
    ).toString('latin1');
  };
  const hex = (name: AccountColumn, digits: number, value: string): string => {
    const found = /^(?:0x)?([0-9a-f]+)$/i.exec(value)?.[1];
    if (found?.length !== digits) throw new NoAccount(name);
    return found;
  };
  const integer = (name: AccountColumn, bits: number): bigint => {
    const value = text(name);
    if (value === undefined) return 0n;
    if (value === null || !/^(0x[0-9a-f]{1,64}|\d{1,78})$/i.test(value)) throw new NoAccount(name);
    const number = BigInt(value);
    if (number >> BigInt(bits) !== 0n) throw new NoAccount(name);
    return number;
  };
  const digest = (name: AccountColumn, empty: string): Uint8Array =>
    Buffer.from(`a0${hex(name, 64, text(name) ?? empty)}`, 'hex');
  return {
    address: Buffer.from(hex('address', 40, text('address') ?? ''), 'hex'),
    value: rlpList([
      rlpInteger(integer('nonce', 64)),
      rlpInteger(integer('balance', 256)),
      digest('storageRoot', emptyRoot),
      digest('codeHash', emptyCode),
    ]),
  };
}
