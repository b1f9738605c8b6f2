import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Side } from '../../../contract/side.ts';
import { identifier, literal, type Database } from '../../snapshot/duckdb/database.ts';
import type { ScannedFile } from '../../snapshot/files/input-file.ts';
import { plainParquetOptions } from '../../snapshot/parquet/plain-parquet-options.ts';
import { PlainParquetReader } from '../../snapshot/parquet/plain-parquet-reader.ts';
import { digestFile } from '../run/digest-file.ts';
import { faultAt, faultsAreBuilt } from '../run/fault.ts';
import { allEntries, roomForEntries, storeEntries } from './entry-store.ts';
import type { HashedGroup } from './hash-rows.ts';
import { placeOf, stagedEntryBytes } from './staged-entry.ts';

/** One file of one side, as the faults of a test build find their row: the first file of the target is struck. */
export interface Struck {
  readonly side: Side;
  readonly file: number;
}

const isStruck = ({ side, file }: Struck): boolean => side === 'target' && file === 0;

/** The scanner loses or adds a record. */
export function seedScannerFault(scanned: ScannedFile, side: Side): ScannedFile {
  if (!faultsAreBuilt) return scanned;
  const fault = faultAt('scanner');
  if (fault === null || side !== 'target') return scanned;
  return { ...scanned, rows: scanned.rows + (fault.what === 'drop' ? -1 : 1) };
}

/** Somebody writes to the export after it was scanned: a last row more, another last byte, nothing left. */
export function seedExportFault({ path }: ScannedFile, struck: Struck, when: 'before' | 'after'): void {
  if (!faultsAreBuilt) return;
  const fault = faultAt('export');
  if (fault === null || !isStruck(struck) || !fault.what.startsWith(when)) return;
  if (fault.what === `${when}-append`)
    appendFileSync(
      path,
      readFileSync(path, 'utf8')
        .split(/(?<=\n)/)
        .at(-1)!,
    );
  else if (fault.what === `${when}-cut`) writeFileSync(path, readFileSync(path).subarray(0, -3));
  else if (fault.what === `${when}-remove`)
    rmSync(path, { force: true }); // once by each way of reading
  else writeFileSync(path, readFileSync(path, 'latin1').replace(/\n$/, '!\n'), 'latin1');
}

/** The raw stage loses or alters a row as it is written. */
export async function seedStageFault(database: Database, path: string, struck: Struck): Promise<void> {
  if (!faultsAreBuilt) return;
  const fault = faultAt('stage');
  if (fault !== null && isStruck(struck))
    await rewrite(database, path, fault.what, `file_row_number = ${fault.row}`, 'file_row_number');
}

/** The hash path loses or alters an entry, the canonical stage loses or alters a row, or the disk does behind its back. */
export async function seedHashedFault(database: Database, group: HashedGroup, struck: Struck): Promise<HashedGroup> {
  if (!faultsAreBuilt || !isStruck(struck)) return group;
  const [hash, canonical, disk] = [faultAt('hash'), faultAt('canonical'), faultAt('disk')];
  if (hash !== null) return seedEntry(group, hash.what, hash.row);
  if (group.canonical === null) return group;
  const { path } = group.canonical;
  const fault = canonical ?? disk;
  if (fault === null) return group;
  await rewrite(database, path, fault.what, `r = ${fault.row}`);
  return disk === null ? { ...group, canonical: { path, sha256: await digestFile(path) } } : group;
}

function seedEntry(group: HashedGroup, what: string, row: number): HashedGroup {
  const entries = Buffer.from(allEntries(group.entriesIn));
  const view = new DataView(entries.buffer, entries.byteOffset, entries.length);
  for (let at = 0; at < entries.length; at += stagedEntryBytes) {
    if (placeOf(view, at).row !== row) continue;
    if (what === 'alter') entries[at + 63]! ^= 1;
    const kept = what === 'alter' ? [entries] : [entries.subarray(0, at), entries.subarray(at + stagedEntryBytes)];
    const entriesIn = storeEntries(Buffer.concat(kept), roomForEntries(group.entries), '');
    if (what === 'alter') return { ...group, entriesIn };
    const offsets = group.offsets.map((offset) => (offset > at ? offset - stagedEntryBytes : offset));
    return { ...group, entries: group.entries - 1, entriesIn, offsets };
  }
  return group;
}

/** A Parquet file again, without the row or with another text in the row's last column. */
async function rewrite({ connection }: Database, path: string, what: string, row: string, without = ''): Promise<void> {
  const reader = new PlainParquetReader(path);
  const names = reader.columns.map(({ name }) => identifier(name));
  reader.close();
  const last = names.at(-1)!;
  const altered = [
    ...names.slice(0, -1),
    `CASE WHEN ${row} THEN coalesce(${last}, '') || 'x' ELSE ${last} END AS ${last}`,
  ];
  const select = (what === 'drop' ? names : altered).join(', ');
  const from = `read_parquet(${literal(path)}, file_row_number = ${String(without !== '')})`;
  await connection.run(
    `COPY (SELECT ${select} FROM ${from} ${what === 'drop' ? `WHERE NOT (${row})` : ''}) TO ${literal(`${path}.faulty`)} (${plainParquetOptions})`,
  );
  renameSync(`${path}.faulty`, path);
}
