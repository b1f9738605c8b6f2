import type { Side } from '../../../contract/side.ts';
import { identityOf, parseFingerprint } from '../../tree/fingerprint.ts';
import type { Report } from '../report/report.ts';
import { demandFewParts } from './few-parts.ts';
import { demand } from './judge.ts';
import { hasFingerprint } from './run-files.ts';
import { entriesOf } from './table-shape.ts';

/** One side's fingerprint is what the report says it is; null bytes where the file is not there. */
export function checkFingerprint(report: Report, side: Side, bytes: Uint8Array | null): string {
  const where = `${side}.fingerprint.json`;
  const { identity } = report.sides[side];
  if (!hasFingerprint(report, side)) {
    demand(bytes === null && identity === null, 'A side with an unrepresentable row has no fingerprint', where);
    return `The ${side} has an unrepresentable row, so it has no fingerprint and nothing is proved of it`;
  }
  demand(bytes !== null, 'The file is missing', where);
  demandFewParts(bytes, where);
  const { hash, tables } = parseFingerprint(bytes, where);
  demand(identityOf(bytes) === identity, `Its SHA-256 is not the ${side}'s identity in report.json`, where);
  demand(hash === report.hash, 'The hash is not the one of report.json', where);
  const agrees = (what: string, of: (table: (typeof tables)[number]) => unknown, said: readonly unknown[]) =>
    demand(JSON.stringify(tables.map(of)) === JSON.stringify(said), `report.json does not agree on ${what}`, where);
  agrees(
    'the tables',
    ({ name }) => name,
    report.tables.map(({ name }) => name),
  );
  agrees(
    'the columns',
    ({ columns }) => columns.map(({ name, type }) => [name, type]),
    report.tables.map(({ columns }) => columns.map(({ name, type }) => [name, type])),
  );
  agrees(
    'the keys',
    ({ key }) => key,
    report.tables.map(({ key }) => key),
  );
  agrees(
    'the depths',
    ({ depth }) => depth,
    report.tables.map(({ depth }) => depth),
  );
  agrees(
    'the roots',
    ({ root }) => root,
    report.tables.map(({ roots }) => roots[side]),
  );
  for (const [i, table] of report.tables.entries())
    if (table.proven)
      demand(
        BigInt(tables[i]!.rows) === entriesOf(table[side]),
        `report.json counts other entries in table ${table.name}`,
        where,
      );
  return `The ${side}'s fingerprint is the one that report.json names, and says the same of every table`;
}
