import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TallyError } from '../../contract/problem.ts';
import type { OnProgress } from '../../contract/progress.ts';
import { accountsTable } from './accounts-table.ts';
import { chooseFaults } from './choose-faults.ts';
import { faultsDocument, faultsText, type ExpectedTable } from './faults-document.ts';
import { LedgerDatabase } from './ledger-database.ts';
import { ledgerFiles } from './ledger-files.ts';
import { ledgerSize } from './ledger-size.ts';
import { prelude } from './ledger-sql.ts';
import { postingsTable } from './postings-table.ts';
import { samplePlan } from './sample-plan.ts';
import { literal } from '../snapshot/duckdb/database.ts';
import { markOwned, unmark } from '../snapshot/files/owner-mark.ts';
import { tokenBalancesTable } from './token-balances-table.ts';
import { transactionsTable } from './transactions-table.ts';

export interface SampleOptions {
  /** Rows of one side over all tables, before faults. */
  readonly rows: number;
  /** Faults of each kind. */
  readonly faults: number;
  /** From 0; the same seed gives the same bytes. */
  readonly seed: number;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

export interface SampleSummary {
  /** Paths below the folder, with `/`. */
  readonly plan: string;
  readonly faults: string;
  readonly files: readonly string[];
  /** Decimal text. */
  readonly faultCount: string;
  readonly tables: readonly ExpectedTable[];
}

/**
 * Writes a bank's ledger twice, as two systems would export it, with its plan and the list of what was put wrong in the
 * target (interface.md, `sample`). The folder must be new or empty, and the sample is in it whole or not at all: it is
 * written under another name, marked so that a later command removes what a killed one has left.
 */
export async function writeSample(folder: string, options: SampleOptions): Promise<SampleSummary> {
  if (!Number.isSafeInteger(options.seed) || options.seed < 0)
    throw new TallyError('usage', 'A seed is a whole number from 0', '', 'For example --seed 1');
  const size = ledgerSize(options.rows, options.faults);
  const wasThere = await assertEmpty(folder);
  const uppermost = await mkdir(dirname(folder), { recursive: true });
  // In a folder that is there, which may be a disk of its own or where somebody stands; else beside its place.
  const making = join(wasThere ? folder : dirname(folder), `.${basename(folder)}.${process.pid}.partial`);
  try {
    await mkdir(making);
    markOwned(making);
    const summary = await write(making);
    unmark(making);
    if (wasThere) await moveUp(making, folder);
    else await rename(making, folder);
    return summary;
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    if (uppermost !== undefined) await removeEmpty(dirname(folder), uppermost);
    throw error;
  }

  async function write(into: string): Promise<SampleSummary> {
    const database = await LedgerDatabase.open(2, options.signal);
    try {
      return await writeLedger(database, into);
    } finally {
      database.close();
    }
  }

  async function writeLedger(database: LedgerDatabase, folder: string): Promise<SampleSummary> {
    for (const statement of prelude(options.seed)) await database.rows(statement);
    const tables = [
      accountsTable(size.accounts),
      transactionsTable(size.transactions),
      postingsTable(size),
      tokenBalancesTable(size),
    ];
    const faults = await chooseFaults(database, tables, options.faults, options.seed);
    const rows = faults.flatMap(({ kind, table, rows }) =>
      rows.map((row) => `(${literal(table.name)}, ${row}, ${literal(kind)})`),
    );
    if (rows.length > 0) await database.rows(`INSERT INTO faults VALUES ${rows.join(', ')}`);
    const document = await faultsDocument(database, tables, faults, options);

    const files = tables.flatMap((table) => ledgerFiles(table, faults, options.seed));
    for (const parent of new Set(files.map(({ name }) => dirname(join(folder, name)))))
      await mkdir(parent, { recursive: true });
    let done = 0;
    const report = (): void => options.onProgress?.({ step: 'sample', done, total: 2 * options.rows, unit: 'rows' });
    report();
    await database.all(
      files.map(({ name, rows, copy }) => ({
        sql: copy(join(folder, name)),
        done: () => {
          done += rows;
          report();
        },
      })),
    );
    await writeFile(join(folder, 'faults.json'), faultsText(document));
    await writeFile(join(folder, 'plan.yaml'), samplePlan);
    return {
      plan: 'plan.yaml',
      faults: 'faults.json',
      files: files.map(({ name }) => name).toSorted(),
      faultCount: String(faults.length),
      tables: document.expected.tables,
    };
  }
}

/** The plan last: a folder with one is a whole sample. */
async function moveUp(from: string, to: string): Promise<void> {
  const names = (await readdir(from)).filter((name) => name !== 'plan.yaml');
  for (const name of [...names, 'plan.yaml']) await rename(join(from, name), join(to, name));
  await rmdir(from);
}

/** Folders that were made for it, where nobody else has put something there since. */
async function removeEmpty(from: string, to: string): Promise<void> {
  try {
    for (let path = from; path.length >= to.length; path = dirname(path)) await rmdir(path);
  } catch {
    // Somebody has.
  }
}

/** Whether the folder is there already. */
async function assertEmpty(folder: string): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR')
      throw new TallyError('output_not_empty', 'The output is a file', folder, 'Name a new folder');
    throw error;
  }
  if (names.length > 0)
    throw new TallyError(
      'output_not_empty',
      'The output folder is not empty',
      folder,
      'Name a new folder, or empty this one',
    );
  return true;
}
