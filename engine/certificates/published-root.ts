import { accountColumns, type AccountColumn } from './ethereum/account.ts';
import { members, readJson, type Json } from './strict-json.ts';
import { Unreadable } from './unreadable.ts';

/** `tallystick-root.json`: a root that somebody published, and which rows should come to it (docs/certificates.md). */
export interface PublishedRoot {
  /** 64 lower-case hex digits. */
  readonly root: string;
  /** A name, a folder or a glob, as a plan's; null: the folder's one table. */
  readonly files: string | null;
  readonly columns: ReadonlyMap<AccountColumn, string>;
  /** What the root is of, in the words of whoever wrote it. */
  readonly of: string;
}

const known = new Set(['type', 'kind', 'root', 'files', 'columns', 'of']);

export function readPublishedRoot(bytes: Uint8Array): PublishedRoot {
  const document = members(readJson(bytes));
  if (document?.get('type') !== 'tallystick/published-root/v1')
    throw new Unreadable('its type is not tallystick/published-root/v1');
  const stranger = [...document.keys()].find((name) => !known.has(name));
  if (stranger !== undefined) throw new Unreadable(`${JSON.stringify(stranger)} is not known here`);
  if (document.get('kind') !== 'ethereum-state-root') throw new Unreadable('its kind is not ethereum-state-root');
  const [root, files, of] = ['root', 'files', 'of'].map((name) => document.get(name));
  const digits = typeof root === 'string' ? /^0x([0-9a-f]{64})$/i.exec(root)?.[1] : undefined;
  if (digits === undefined) throw new Unreadable('its root is not 0x and 64 hex digits');
  if ((files !== undefined && typeof files !== 'string') || (of !== undefined && typeof of !== 'string'))
    throw new Unreadable('"files" and "of" are texts');
  return { root: digits.toLowerCase(), files: files ?? null, columns: columnsOf(document), of: of ?? '' };
}

function columnsOf(document: ReadonlyMap<string, Json>): ReadonlyMap<AccountColumn, string> {
  const written = members(document.get('columns'));
  if (written === null) throw new Unreadable('it does not say which columns are the account');
  const columns = new Map<AccountColumn, string>();
  for (const [name, column] of written) {
    const part = accountColumns.find((one) => one === name);
    if (part === undefined || typeof column !== 'string')
      throw new Unreadable(`${JSON.stringify(name)} is none of ${accountColumns.join(', ')}, or names no column`);
    columns.set(part, column);
  }
  if (!columns.has('address') || !columns.has('balance')) throw new Unreadable('it names no address or no balance');
  return columns;
}
