import { createHash } from 'node:crypto';
import type { Side } from '../../contract/side.ts';
import { typeName } from '../canonical/type-name.ts';
import type { HashName } from '../tree/hashes.ts';
import { fingerprintBytes } from '../tree/fingerprint.ts';
import type { StagedTable } from './run-stages.ts';
import { tableRows } from './judge/table-rows.ts';

/** A side's fingerprint and its identity, or null where a row is unrepresentable (formats.md section 5). */
export function fingerprintSide(
  tables: readonly StagedTable[],
  side: Side,
  hash: HashName,
): { readonly bytes: Uint8Array; readonly identity: string } | null {
  if (tables.some((table) => tableRows(table, side).unrepresentable > 0)) return null;
  const bytes = fingerprintBytes(
    hash,
    tables.map((table) => ({
      name: table.plan.name,
      key: table.plan.key,
      columns: table.plan.columns.map(({ name, type }) => ({ name, type: typeName(type) })),
      depth: table.compared.depth,
      root: table.compared.roots[side],
      rows: BigInt(tableRows(table, side).entries),
    })),
  );
  return { bytes, identity: createHash('sha256').update(bytes).digest('hex') };
}
