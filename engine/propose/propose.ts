import { rmSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { TallyError } from '../../contract/problem.ts';
import type { OnProgress } from '../../contract/progress.ts';
import { grouped } from '../../contract/grouped.ts';
import { sides, type BySide, type Side } from '../../contract/side.ts';
import { openDatabase } from '../snapshot/duckdb/database.ts';
import { makePassingFolder } from '../snapshot/files/passing-folder.ts';
import { stageRawOwn } from '../snapshot/own/raw-stage-own.ts';
import { scanFile } from '../snapshot/scan-file.ts';
import { knowTable, type KnownTable } from './known-column.ts';
import { pairTables } from './pairs/pair-tables.ts';
import { proposalPlan } from './proposal-yaml.ts';
import type { ProposalDocument } from './proposal.ts';
import { proposeTable, type TableProposal } from './propose-table.ts';
import { findTables, type FoundSide, type Scan, type SideTable, type StageOwn } from './side-tables.ts';
import { stageTables } from './staged-tables.ts';

export interface ProposeRequest {
  /** Absolute paths of the sides, files or folders. */
  readonly paths: BySide<string>;
  /** Absolute path of the folder in which the plan will lie: its paths are relative to it. */
  readonly planFolder: string;
  /** Bytes of memory, threads, and the folder for what passes. */
  readonly limits: { readonly memory: number; readonly threads: number; readonly temp: string };
  /** Where files are read: in a worker's thread, or here. */
  readonly scan?: Scan;
  readonly stageOwn?: StageOwn;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal | undefined;
}

/** What is proposed, each part with its reason, its evidence, and whether it is sure. */
export interface Proposal {
  readonly name: string;
  readonly paths: BySide<string>;
  readonly tables: readonly TableProposal[];
  readonly alone: ProposalDocument['alone'];
  readonly notRead: ProposalDocument['notRead'];
}

/**
 * Proposes a plan from two snapshots. Only what is bounded is looked at value by value; the rest is counted by DuckDB.
 * The same bytes give the same proposal. Throws `incomparable` where no table of the one is like any of the other.
 */
export async function propose(request: ProposeRequest): Promise<Proposal> {
  const { paths, limits, onProgress, signal } = request;
  const scan = request.scan ?? ((file, csv) => scanFile(file, csv, undefined, signal));
  const stageOwn =
    request.stageOwn ?? ((file, csv, columns, out) => stageRawOwn(file, csv, columns, out, undefined, signal));
  let scanned = 0;
  const counting: Scan = async (file, csv) => {
    const done = await scan(file, csv);
    onProgress({ step: 'open', done: ++scanned, total: null, unit: 'files' });
    return done;
  };
  const found: BySide<FoundSide> = {
    source: await findTables('source', paths.source, counting),
    target: await findTables('target', paths.target, counting),
  };
  signal?.throwIfAborted();
  for (const side of sides) for (const table of found[side].tables) refuseWide(side, table);

  const folder = makePassingFolder(limits.temp, 'plan');
  try {
    const database = await openDatabase({
      memory: limits.memory,
      threads: limits.threads,
      temp: folder,
      allowed: [paths.source, paths.target],
    });
    const quiet = database.interruptOn(signal);
    try {
      const staged = await stageTables(database, found, folder, stageOwn, onProgress);
      const known: Record<'source' | 'target', KnownTable[]> = { source: [], target: [] };
      const total = staged.source.length + staged.target.length;
      for (const side of sides)
        for (const table of staged[side]) {
          known[side].push(await knowTable(database, table));
          onProgress({ step: 'profile', done: known.source.length + known.target.length, total, unit: 'tables' });
          signal?.throwIfAborted();
        }
      const { pairs, alone } = pairTables(known.source, known.target);
      const tables: TableProposal[] = [];
      for (const pair of pairs) {
        tables.push(await proposeTable(database, pair));
        onProgress({ step: 'match', done: tables.length, total: pairs.length, unit: 'tables' });
        signal?.throwIfAborted();
      }
      if (!tables.some(({ table }) => table.sure)) throw nothingAlike(tables);
      return {
        name: nameOf(paths),
        paths: {
          source: pathFrom(request.planFolder, paths.source),
          target: pathFrom(request.planFolder, paths.target),
        },
        tables,
        alone: alone.map(({ table, why }) => ({ side: table.side, table: table.name, files: table.files, why })),
        notRead: sides.flatMap((side) => found[side].notRead.map((file) => ({ side, file }))),
      };
    } finally {
      quiet();
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Every column of a side may be a pair of every one of the other, and DuckDB is asked of each. */
const mostColumns = 10_000;

function refuseWide(side: Side, { name, scanned, columns }: SideTable): void {
  if (columns.length > mostColumns)
    throw new TallyError(
      'input_unsupported',
      `A table of ${grouped(columns.length)} columns is more than a plan is proposed for: ${grouped(mostColumns)}`,
      `${side}: ${scanned[0]?.name ?? name}`,
      'Write the plan by hand: docs/schemas/plan.schema.json',
    );
}

/** The proposal as a document, as `plan --json` prints it. */
export function proposalDocument(proposal: Proposal, file: string | null): ProposalDocument {
  const { tables, alone, notRead } = proposal;
  return {
    type: 'tallystick/proposal/v1',
    file,
    tables: tables.map(({ table }) => table),
    alone,
    notRead,
    plan: proposalPlan(proposal).plan,
  };
}

/** Two exports that lie together are called by the folder they lie in. */
function nameOf({ source, target }: BySide<string>): string {
  const parent = basename(dirname(source));
  if (dirname(source) === dirname(target) && parent !== '') return parent;
  return `${basename(source)} to ${basename(target)}`;
}

function pathFrom(folder: string, path: string): string {
  const found = relative(folder, path);
  if (found === '') return '.';
  return isAbsolute(found) ? found : found.split(sep).join('/');
}

function nothingAlike(tables: readonly TableProposal[]): TallyError {
  const tried = tables.map(({ table }) => `${table.source.name} and ${table.target.name} (${table.evidence})`);
  return new TallyError(
    'incomparable',
    'Nothing of the two sides could be paired for sure',
    tried.slice(0, 3).join('; '),
    'Look at both with tallystick inspect, and write the plan by hand',
  );
}
