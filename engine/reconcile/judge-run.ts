import { unlink } from 'node:fs/promises';
import type { BySide } from '../../contract/side.ts';
import type { CertifiedSide } from '../certificates/certify-side.ts';
import type { PackageWriter } from '../evidence/package-writer.ts';
import { certifySides, type RunCertificates } from './certify-sides.ts';
import { checkDigests } from './judge/check-digests.ts';
import type { Disagreement } from './judge/cross-check.ts';
import { failedOver } from './failed-over.ts';
import {
  checkTables,
  drillTables,
  judgeTables,
  showTables,
  type DrilledTable,
  type JudgedTable,
} from './judge/judge-tables.ts';
import { listDifferences, type ListedDifferences } from './differences/list-differences.ts';
import type { ReconcileRequest } from './reconcile.ts';
import type { RunFolder } from './run/run-folder.ts';
import { spaceIn } from './run/run-failed.ts';
import type { Stages } from './run-stages.ts';
import { selfTest, type TestedTable } from './self-test/self-test.ts';
import { settle } from './run/settle.ts';
import { writeTrees } from './fold/write-tree.ts';

export interface JudgedRun {
  readonly tables: readonly JudgedTable[];
  readonly certified: BySide<CertifiedSide>;
  readonly tested: readonly TestedTable[];
  readonly listed: ListedDifferences;
  /** Staged files that are not what was written. */
  readonly changed: readonly Disagreement[];
}

const noneGiven: RunCertificates = { given: { source: [], target: [] }, allowed: null };

/**
 * Steps 5 and 6, and what of the package is made of rows: trees, listings, differences. They go on beside one another as
 * far as none waits for what another makes, so that neither DuckDB nor the workers are idle while the other works. All
 * have ended when this has, well or not. Nothing reads an export after it was digested for the last time.
 */
export async function judgeRun(
  request: ReconcileRequest,
  { tables: staged, database }: Pick<Stages, 'tables' | 'database'>,
  fingerprints: BySide<{ readonly bytes: Uint8Array } | null>,
  writer: PackageWriter,
  folder: RunFolder,
): Promise<JudgedRun> {
  const { plan, pool, limits, signal, onProgress, certificates = noneGiven } = request;
  // Of rows on their way, and of the listing in the making: DuckDB, which has a half, wants little of it meanwhile.
  const share = limits.memory / 8;
  const inPackage = spaceIn(request.out);
  const trees = writeTrees(writer, staged, pool).catch(inPackage);
  const showing = showTables(staged, database, pool);
  const drilling = showing.then((tables) => drillTables(tables, database, pool, folder, share, onProgress));
  const asking = showing.then((tables) => checkTables(tables, database, pool));
  // What was listed, and DuckDB was asked about, goes at once: what is written next takes its memory, and the end is short.
  const freed: Promise<void>[] = [];
  const listing = drilling.then((tables) =>
    listDifferences(
      {
        tables: tables.map((table) => listedTable(table)),
        hash: plan.hash,
        folder: writer.folder,
        share,
        onListed: (path) => freed.push(judging.then(() => unlink(path)).catch(() => undefined)),
      },
      pool,
      signal,
    ).catch(inPackage),
  );
  const judging = drilling.then(async (tables) => {
    const [judged, checks] = await Promise.all([judgeTables(tables, database, pool, onProgress), asking]);
    const certified = await certifySides(
      { folders: request.folders, at: request.at, certificates, tables: staged, fingerprints },
      { pool, database, folder, limits },
    );
    return { tables: judged.map((table, i) => ({ ...table, checks: checks[i]! })), certified };
  });
  // Behind the drilling, which DuckDB waits for.
  const testing = drilling.then(() => selfTest(staged, plan, pool, folder).catch(failedOver(staged, pool)));
  const checking = settle<unknown>([judging, testing]).then(async () => {
    const changed = await checkDigests(staged, pool, onProgress);
    onProgress({ step: 'judge', done: 0, total: staged.length, unit: 'tables' });
    return changed;
  });
  await settle<unknown>([judging, asking, testing, checking, listing, trees]).finally(() => Promise.all(freed));
  return { ...(await judging), tested: await testing, listed: await listing, changed: await checking };
}

function listedTable({ plan, sides: opened, staged, drilled }: DrilledTable) {
  const lists = (side: 'source' | 'target') =>
    staged[side].flatMap(({ groups }) => groups.flatMap(({ formless }) => (formless === null ? [] : [formless])));
  return {
    name: plan.name,
    columns: plan.columns.map(({ name, type, tolerance }) => ({ name, type, tolerance })),
    key: plan.key.map((part) => plan.columns.findIndex(({ name }) => name === part)),
    files: { source: opened.source.files.map(({ name }) => name), target: opened.target.files.map(({ name }) => name) },
    formless: { source: lists('source'), target: lists('target') },
    drilled,
  };
}
