import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { readReport } from '../checks/read-report.ts';
import { digestFile } from '../digest-file.ts';
import type { Report } from '../report/report.ts';

/** A package as one of several rehearsals. */
export interface Rehearsal {
  readonly folder: string;
  /** What it is called when something is said of it. */
  readonly name: string;
  readonly report: Report;
  readonly differences: string;
}

/** Its report, and differences that are the report's own; whether it is sound besides, `verify` says. */
export async function openRehearsal(folder: string, name = folder): Promise<Rehearsal> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(folder, 'report.json'));
  } catch {
    throw new TallyError(
      'input_missing',
      'This is no package: it has no report.json',
      name,
      'Name the folders that reconcile wrote, in their order',
    );
  }
  const { subject, predicate } = readReport(bytes);
  const listing = 'differences.ndjson';
  const bound = subject.find((one) => one.name === listing)?.digest.sha256;
  if (bound === undefined || (await digestFile(folder, listing)) !== bound)
    throw new TallyError(
      'evidence_unsound',
      'The differences are not those of the report',
      join(name, listing),
      'Verify says what else is not as it was written',
    );
  return { folder, name, report: predicate, differences: join(folder, listing) };
}

/** Why the keys of these packages cannot be told to be the same ones; empty where they can. */
export function incomparable(rehearsals: readonly Rehearsal[]): string[] {
  const [first, ...rest] = rehearsals;
  const shape = ({ key, columns }: Report['tables'][number]): string =>
    key.length === 0
      ? columns.map(({ name, type }) => `${name} ${type}`).join(', ')
      : key.map((part) => `${part} ${columns.find(({ name }) => name === part)?.type ?? ''}`).join(', ');
  return rest.flatMap(({ name: called, report }) => {
    if (report.hash !== first!.report.hash)
      return [`${called} uses ${report.hash}, ${first!.name} ${first!.report.hash}`];
    return report.tables.flatMap((table) => {
      const other = first!.report.tables.find(({ name }) => name === table.name);
      if (
        other === undefined ||
        (shape(other) === shape(table) && (other.key.length === 0) === (table.key.length === 0))
      )
        return [];
      const of = (one: typeof table): string => (one.key.length === 0 ? 'no key' : `the key ${shape(one)}`);
      return [`table ${table.name} has ${of(table)} in ${called} and ${of(other)} in ${first!.name}`];
    });
  });
}
