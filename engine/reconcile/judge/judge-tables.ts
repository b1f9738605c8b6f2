import { statSync } from 'node:fs';
import { sides } from '../../../contract/side.ts';
import type { OnProgress } from '../../../contract/progress.ts';
import { stageAgreesWithExport } from '../../snapshot/duckdb/compare-stage.ts';
import type { Database, Lane } from '../../snapshot/duckdb/database.ts';
import { openCanonicalTable, type CanonicalTable } from '../read/canonical-tables.ts';
import { runChecks, type CheckResult } from './checks.ts';
import { checkDifferingKeys, checkRows, checkSums, type Disagreement } from './cross-check.ts';
import { checkDirectSums } from './direct-sums.ts';
import { fetchDiffering } from '../drill/fetch-differing.ts';
import { readAgainFailed } from '../run/demand-unchanged.ts';
import { failedOver } from '../failed-over.ts';
import { drillStaged, openDrilled, openUndrilled } from '../drill/drill-table.ts';
import type { HashPool } from '../run/hash-pool.ts';
import { tableRows } from './table-rows.ts';
import type { RunFolder } from '../run/run-folder.ts';
import type { StagedTable } from '../run-stages.ts';
import { settle } from '../run/settle.ts';
import { shardCoverage, type ShardRow } from './shards.ts';
import { controlTotals, type TotalRow } from './totals.ts';

/** A table that DuckDB has views of: of both sides, whole. */
export interface ShownTable extends StagedTable {
  readonly canonical: CanonicalTable;
}

/** One whose rows of differing keys are there with their cells. */
export interface DrilledTable extends ShownTable {
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

export async function showTables(
  staged: readonly StagedTable[],
  database: Database,
  pool: HashPool,
): Promise<ShownTable[]> {
  const shown = staged.map((table, index) => ({ ...table, canonical: { index, width: table.plan.columns.length } }));
  const changed = failedOver(staged, pool);
  for (const table of shown)
    await openCanonicalTable(database, table.canonical, table.staged, table.direct).catch(changed);
  return shown;
}

/** Step 5, table by table: the rows of the differing keys, for DuckDB and for the listing. */
export async function drillTables(
  tables: readonly ShownTable[],
  database: Database,
  pool: HashPool,
  folder: RunFolder,
  share: number,
  onProgress: OnProgress,
): Promise<DrilledTable[]> {
  const changed = failedOver(tables, pool);
  const drilled: DrilledTable[] = [];
  for (const table of tables) {
    const detail = table.plan.name;
    onProgress({ step: 'drill', done: drilled.length, total: tables.length, unit: 'tables', detail });
    drilled.push({ ...table, drilled: await drill(table, database, pool, folder, share).catch(changed) });
  }
  return drilled;
}

/** Files of the rows of differing keys with their cells, end to end in the order of the listing; DuckDB is shown them. */
async function drill(
  table: ShownTable,
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
      ? await database.inLane((lane) =>
          drillStaged(lane, {
            table: canonical,
            found: compared.rows,
            cellBytes: cellBytes(table),
            memory: database.memory,
            file: () => folder.file('drilled'),
          }),
        )
      : await fetchDiffering(table, direct.floats, pool, folder, share);
  await openDrilled(database, canonical, drilled);
  return drilled;
}

/** Bytes of cells that a row of a staged table has on the average. */
function cellBytes({ staged }: ShownTable): number {
  const groups = sides.flatMap((side) => staged[side].flatMap((file) => file.groups));
  const bytes = groups.reduce(
    (sum, { canonical }) => sum + (canonical === null ? 0 : statSync(canonical.path).size),
    0,
  );
  return bytes / groups.reduce((sum, { entries }) => sum + entries, 1);
}

/** The plan's checks, which ask for no row of a differing key apart: as soon as DuckDB is shown the tables. */
export async function checkTables(
  tables: readonly ShownTable[],
  database: Database,
  pool: HashPool,
): Promise<(readonly CheckResult[])[]> {
  const changed = failedOver(tables, pool);
  return settle(tables.map((table) => runChecks(database, table, tables).catch(changed)));
}

/** Step 6: totals, and agreements 1 to 3, for all tables; nothing is skipped where roots are equal. */
export async function judgeTables(
  tables: readonly DrilledTable[],
  database: Database,
  pool: HashPool,
  onProgress: OnProgress,
): Promise<Omit<JudgedTable, 'checks'>[]> {
  const changed = failedOver(tables, pool);
  let done = 0;
  const told = (detail: string): void =>
    onProgress({ step: 'cross-check', done, total: tables.length, unit: 'tables', detail });
  told('');
  const judging = tables.map(async (table) => {
    const judged = await judgeTable(table, database, pool).catch(changed);
    done++;
    told(table.plan.name);
    return judged;
  });
  return settle(judging);
}

async function judgeTable(
  table: DrilledTable,
  database: Database,
  pool: HashPool,
): Promise<Omit<JudgedTable, 'checks'>> {
  const { canonical, plan } = table;
  const asked = [
    database.inLane((lane) => crossCheck(lane, canonical, table)),
    database.inLane((lane) => compareStages(lane, pool, table)),
    database.inLane((lane) => controlTotals(lane, table)),
    database.inLane((lane) => shardCoverage(lane, canonical, plan)),
  ] as const;
  await settle<unknown>(asked);
  const [crossed, compared, totals, shards] = await Promise.all(asked);
  return { ...table, disagreements: [...crossed, ...compared], totals, shards };
}

async function crossCheck(database: Lane, canonical: CanonicalTable, table: StagedTable): Promise<Disagreement[]> {
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
async function compareStages({ connection }: Lane, pool: HashPool, table: StagedTable): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  for (const side of sides)
    for (const { file, raw } of table.staged[side]) {
      if (raw === null) continue; // the export itself was read, and by both paths
      const { path: rawPath } = raw;
      const columns = raw.columns.map(({ name }) => name);
      const { csv } = table.plan.sides[side];
      const answer = await stageAgreesWithExport(connection, file, csv, raw.columns, rawPath, (out) =>
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
