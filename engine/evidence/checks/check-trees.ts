import type { BySide } from '../../../contract/side.ts';
import type { Plan } from '../../plan/plan.ts';
import { loadHash } from '../../tree/hashes.ts';
import { notDone, type Check } from './check.ts';
import type { Report } from '../report/report.ts';
import { checkBuckets } from './check-buckets.ts';
import { DifferencesCheck } from './check-differences.ts';
import { checkListings } from './check-listings.ts';
import { judge, NotDone, some } from './judge.ts';
import { LineReader } from './line-reader.ts';
import type { Pace } from './pace.ts';
import type { PackageFiles } from './package-files.ts';
import { unproven, type TableShape } from './table-shape.ts';

const pair = ({ folder }: TableShape, kind: 'buckets' | 'listings'): BySide<string> => ({
  source: `${folder}/source.${kind}`,
  target: `${folder}/target.${kind}`,
});

/** Rebuilds every table from leaf hashes to single differences; each step stands on the one before. */
export async function checkTrees(
  files: PackageFiles,
  report: Report,
  tables: readonly TableShape[],
  plan: Plan | null,
  pace: Pace,
): Promise<Check[]> {
  const hash = await loadHash(report.hash);
  const buckets = await judge('buckets', async () => {
    for (const table of tables)
      await files.both(pair(table, 'buckets'), (leaves) => checkBuckets(table, leaves, hash, pace));
    return 'The leaf hashes make the roots that report.json names, and as many differ as it says';
  });
  if (buckets.result !== 'passed')
    return [buckets, ...['listings', 'differences'].map((name) => notDone(name, 'The buckets do not hold'))];

  const listings = await judge('listings', async () => {
    for (const table of tables)
      await files.both(pair(table, 'buckets'), (leaves) =>
        files.both(pair(table, 'listings'), (runs) => checkListings(table, leaves, runs, hash, pace)),
      );
    const said =
      'The listings are those of the differing buckets, and their keys are of the kinds that report.json counts';
    return provenOnly(tables, said);
  });
  if (listings.result === 'failed') return [buckets, listings, notDone('differences', 'The listings do not hold')];

  const differences = await judge('differences', () =>
    files.one('differences.ndjson', async (file) => {
      const check = new DifferencesCheck(new LineReader(file), hash, pace);
      for (const [i, table] of tables.entries()) {
        const totals = plan?.tables[i]!.totals ?? null;
        await files.both(pair(table, 'listings'), (runs) => check.table(table, runs, totals));
      }
      check.end(report.differences.lines);
      const said =
        'differences.ndjson holds what the listings say differs, whole and in order, by records that have their digests';
      return provenOnly(tables, said);
    }),
  );
  return [buckets, listings, differences];
}

/** A run that could not prove a table claims nothing of it, so there is nothing to hold it to. */
export function provenOnly(tables: readonly TableShape[], said: string): string | NotDone {
  const names = unproven(tables);
  return names.length === 0
    ? said
    : new NotDone(`Not judged where the run itself proved nothing: table ${some(names)}`);
}
