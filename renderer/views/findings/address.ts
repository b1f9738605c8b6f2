import type { Report } from '../../../contract/report.ts';
import { hashOf } from '../../app/route.ts';
import { kindCount, type Kind } from './kinds.ts';

/** The first table that has differences of a kind. */
export const tableWith = (tables: Report['tables'], kind: Kind): string | null =>
  tables.find((table) => kindCount(table, kind) > 0n)?.name ?? null;

/** Where what a count of a run's report counts is listed: of that run, and in a table that has any. */
export function listingOf({ tables }: Report, run: string, kind: Kind): string {
  const table = tableWith(tables, kind);
  return hashOf('findings', table === null ? { run, kind } : { run, table, kind });
}
