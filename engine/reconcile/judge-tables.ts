import { sides } from '../../contract/side.ts';
import type { OnProgress } from '../../contract/progress.ts';
import { stageAgreesWithExport } from '../snapshot/compare-stage.ts';
import type { Database } from '../snapshot/database.ts';
import { openCanonicalTable, type CanonicalTable } from './canonical-tables.ts';
import { runChecks, type CheckResult } from './checks.ts';
import { checkDifferingKeys, checkRows, checkSums, type Disagreement } from './cross-check.ts';
import { checkDirectSums } from './direct-sums.ts';
import { fetchDiffering } from './fetch-differing.ts';
import { readAgainFailed } from './demand-unchanged.ts';
import { failedOver } from './failed-over.ts';
import { drillStaged, openDrilled, openUndrilled } from './drill-table.ts';
import type { HashPool } from './hash-pool.ts';
import { tableRows } from './table-rows.ts';
import type { RunFolder } from './run-folder.ts';
import type { StagedTable } from './run-stages.ts';
import { shardCoverage, type ShardRow } from './shards.ts';
import { controlTotals, type TotalRow } from './totals.ts';

/** A table whose rows of differing keys are there with their cells. */
export interface DrilledTable extends StagedTable {
  readonly canonical: CanonicalTable;
  /** Files of these rows, end to end in the order of the listing. */
  readonly drilled: readonly string[];
}

/** What DuckDB's path says of a table, beside what the digests say. */
export interface JudgedTable extends DrilledTable {
  readonly totals: readonly TotalRow[];
  readonly checks: readonly CheckResult[];
  readonly shards: readonly ShardRow[];
  readonly disagreements: readonly Disagreement[];
}

/** Step 5, table by table: the rows of the differing keys, for DuckDB and for the listing. */
export async function drillTables(
  staged: readonly StagedTable[],
  database: Database,
  pool: HashPool,
  folder: RunFolder,
  share: number,
  onProgress: OnProgress,
): Promise<DrilledTable[]> {
  const tables = staged.map((table, index) => ({ ...table, canonical: { index, width: table.plan.columns.length } }));
  const changed = failedOver(staged, pool);
  const drilled: DrilledTable[] = [];
  for (const table of tables) {
    const detail = table.plan.name;
    onProgress({ step: 'drill', done: drilled.length, total: tables.length, unit: 'files', detail });
    await openCanonicalTable(database, table.canonical, table.staged, table.direct).catch(changed);
    drilled.push({ ...table, drilled: await drill(table, database, pool, folder, share).catch(changed) });
  }
  return drilled;
}

/** Files of the rows of differing keys with their cells, end to end in the order of the listing; DuckDB is shown them. */
async function drill(
  table: Omit<DrilledTable, 'drilled'>,
  database: Database,
  pool: HashPool,
  folder: RunFolder,
  share: number,
): Promise<readonly string[]> {
  const { canonical, compared, direct } = table;
  if (compared.rows.length === 0) {
    await openUndrilled(database, canonical, direct?.floats ?? []);
    return [];
  }
  const drilled =
    direct === null
      ? await drillStaged(database, canonical, compared.rows, folder.file('drilled'))
      : await fetchDiffering(table, direct.floats, database, pool, folder, share);
  await openDrilled(database, canonical, drilled);
  return drilled;
}

/** Step 6: totals, checks, and agreements 1 to 3, table by table; nothing is skipped where roots are equal. */
export async function judgeTables(
  tables: readonly DrilledTable[],
  database: Database,
  pool: HashPool,
  onProgress: OnProgress,
): Promise<JudgedTable[]> {
  const changed = failedOver(tables, pool);
  const judged: JudgedTable[] = [];
  for (const table of tables) {
    const detail = table.plan.name;
    onProgress({ step: 'cross-check', done: judged.length, total: tables.length, unit: 'files', detail });
    judged.push(await judgeTable(table, tables, database, pool).catch(changed));
  }
  return judged;
}

async function judgeTable(
  table: DrilledTable,
  tables: readonly DrilledTable[],
  database: Database,
  pool: HashPool,
): Promise<JudgedTable> {
  const disagreements = [
    ...(await crossCheck(database, table.canonical, table)),
    ...(await compareStages(database, pool, table)),
  ];
  return {
    ...table,
    disagreements,
    totals: await controlTotals(database, table.canonical, table.plan),
    checks: await runChecks(database, table, tables),
    shards: await shardCoverage(database, table.canonical, table.plan),
  };
}

async function crossCheck(database: Database, canonical: CanonicalTable, table: StagedTable): Promise<Disagreement[]> {
  const { name, key, columns } = table.plan;
  const keyColumns = key.map((part) => columns.findIndex((column) => column.name === part));
  const drilled = table.compared.rows.reduce((sum, { rows }) => sum + rows, 0);
  return [
    ...(await checkRows(
      database,
      canonical,
      name,
      {
        source: tableRows(table, 'source'),
        target: tableRows(table, 'target'),
      },
      table.direct?.sums ?? null,
    )),
    ...(table.direct === null
      ? await checkSums(database, canonical, name, table.compared.counts)
      : await checkDirectSums(database, canonical, name, table.compared.counts, table.direct)),
    ...(await checkDifferingKeys(database, canonical, name, keyColumns, table.compared.counts, drilled)),
  ];
}

/** Agreement 1, for content: the export read a second time says what the raw stage holds, row for row. */
async function compareStages(database: Database, pool: HashPool, table: StagedTable): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  for (const side of sides)
    for (const { file, raw } of table.staged[side]) {
      if (raw === null) continue; // the export itself was read, and by both paths
      const { path: rawPath } = raw;
      const columns = raw.columns.map(({ name }) => name);
      const { csv } = table.plan.sides[side];
      const answer = await stageAgreesWithExport(database.connection, file, csv, raw.columns, rawPath, (out) =>
        pool.run('stage', { file, csv, columns, out }),
      ).catch(async (error: unknown) => {
        throw await readAgainFailed(error, file, side, pool);
      });
      if (answer !== null)
        found.push({
          agreement: '1',
          table: table.plan.name,
          expected: `${file.name} as the ${side} holds it: ${answer.expected}`,
          found: `staged: ${answer.found}`,
        });
    }
  return found;
}
