import { join } from 'node:path';
import type { Side } from '../../../contract/side.ts';
import { TallyError } from '../../../contract/problem.ts';
import { encodeRecord, parseRecord } from '../../canonical/record.ts';
import { parseType } from '../../canonical/type-name.ts';
import { parseFingerprint, type Fingerprint, type FingerprintTable } from '../../tree/fingerprint.ts';
import { checkFingerprint } from '../checks/check-fingerprints.ts';
import { PackageFiles } from '../checks/package-files.ts';
import { readReport } from '../checks/read-report.ts';
import { hasFingerprint, tableFolder } from '../checks/run-files.ts';
import type { Report } from '../report/report.ts';
import { keyColumns } from './verify-proof.ts';

const largestDocument = 1 << 28;

/** One side of one table of a package, of which something can be proved. */
export interface Provable {
  readonly files: PackageFiles;
  readonly report: Report;
  readonly side: Side;
  readonly fingerprint: Fingerprint;
  readonly identity: string;
  readonly table: FingerprintTable;
  /** `tables/0001` */
  readonly tableFolder: string;
  /** Absolute or as given: where `tableFolder` lies. */
  readonly folder: string;
}

/** Opens a package for proving; throws where there is no such table, or nothing can be proved of that side. */
export function openProvable(folder: string, side: Side, name: string): Provable {
  const files = new PackageFiles(folder);
  const report = readReport(files.read('report.json', largestDocument)).predicate;
  const index = report.tables.findIndex((table) => table.name === name);
  if (index < 0)
    throw new TallyError(
      'usage',
      `The package has no table "${name}"`,
      folder,
      `It has ${report.tables.map((table) => table.name).join(', ')}`,
    );
  if (!hasFingerprint(report, side))
    throw new TallyError(
      'not_proven',
      `The ${side} has a row with a value that has no form, so it has no fingerprint and nothing can be proved of it`,
      folder,
      `tallystick differences ${folder} --kind unrepresentable lists them`,
    );
  const file = `${side}.fingerprint.json`;
  const bytes = files.read(file, largestDocument);
  checkFingerprint(report, side, bytes);
  const fingerprint = parseFingerprint(bytes, file);
  return {
    files,
    report,
    side,
    fingerprint,
    identity: report.sides[side].identity!,
    table: fingerprint.tables[index]!,
    tableFolder: tableFolder(index),
    folder: join(folder, tableFolder(index)),
  };
}

/** The key record of texts by key column, each canonical and without quotes; null is NULL. */
export function keyRecordOf(table: FingerprintTable, given: ReadonlyMap<string, string | null>): string {
  const columns = keyColumns(table);
  const refuse = (what: string) =>
    new TallyError('usage', what, '', `The key of table "${table.name}" is ${columns.join(', ')}`);
  for (const name of given.keys())
    if (!columns.includes(name)) throw refuse(`"${name}" is no key column of table "${table.name}"`);
  const types = columns.map((name) => parseType(table.columns.find((column) => column.name === name)!.type)!);
  const cells = columns.map((name, i) => {
    const cell = given.get(name);
    if (cell === undefined) throw refuse(`The key column "${name}" has no value`);
    const type = types[i]!;
    if (parseRecord([type], encodeRecord([type], [cell]))?.[0] !== cell)
      throw refuse(`"${String(cell)}" is not the canonical text of a value of column "${name}"`);
    return cell;
  });
  return encodeRecord(types, cells);
}
