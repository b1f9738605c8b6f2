import { parseType } from '../../canonical/type-name.ts';
import type { Difference } from '../differences/difference.ts';
import type { Report } from '../report/report.ts';
import { groupByKey } from './bind-rows.ts';
import type { ExceptedTables } from './excepted-table.ts';
import { compileNames } from './named-rows.ts';

/** Ids of the report's exceptions that accept a difference, so that it is marked wherever it is shown. */
export function acceptedBy(report: Pick<Report, 'exceptions' | 'tables'>): (difference: Difference) => string[] {
  const { exceptions } = report;
  const tables = shownTables(report);
  const matches = exceptions.map((exception) => compileNames(exception, tables));
  const asked = groupByKey(exceptions);
  return (difference) =>
    [...asked(difference)].flatMap((i) => {
      const names = matches[i]!;
      return typeof names !== 'string' && names(difference) ? [exceptions[i]!.id] : [];
    });
}

/** How many differences are accepted, each once, as the gates count them. */
export function acceptedLines({ gates }: Pick<Report, 'gates'>): bigint {
  const excepted = (of: (name: string) => boolean): bigint => BigInt(gates.find(({ name }) => of(name))?.excepted ?? 0);
  return ['source_only', 'target_only', 'changed', 'duplicates', 'within_tolerance'].reduce(
    // What is within tolerance is limited by share, by sum, by both or by neither, and counted alike by each.
    (sum, kind) => sum + excepted((name) => name === kind || name.startsWith(`${kind}.`)),
    0n,
  );
}

/** Without a table that has a column of no known type: nothing can be read of its records. */
const shownTables = ({ tables }: Pick<Report, 'tables'>): ExceptedTables =>
  new Map(
    tables.flatMap(({ name, columns: all }) => {
      const types = all.map(({ type }) => parseType(type));
      if (!types.every((type) => type !== undefined)) return [];
      const columns = all.map((column) => column.name);
      return [[name, { name, columns, types, tolerances: columns.map(() => null), totals: [] }]];
    }),
  );
