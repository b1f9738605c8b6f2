import { createHash } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { jcsBytes } from '../../canonical/jcs.ts';
import { dialectOf, type CsvOptions } from '../../snapshot/csv/csv-options.ts';
import type { ScannedFile } from '../../snapshot/files/input-file.ts';
import type { RawColumn } from '../../snapshot/raw-column.ts';
import type { HashPool } from '../run/hash-pool.ts';
import { tool } from '../run/version.ts';

/** A staged file that was taken up, as it lies in the run's own folder now. */
export interface KeptStage {
  readonly sha256: string;
  readonly columns: readonly RawColumn[];
}

const kinds: readonly string[] = ['text', 'double', 'json', 'formless'] satisfies RawColumn['kind'][];
/** More than any table's columns take. */
const longestSheet = 1 << 24;

/**
 * Raw stages that runs were asked to keep, for later runs with the same files and plan: `KEY.parquet` and, written after
 * it, `KEY.json`, the key being the digest of all that decides a stage. Nothing in there is trusted: the stage is digested
 * before it is used, and agreement 1 holds it against the export as it does a fresh one.
 */
export class KeptStages {
  readonly folder: string;

  constructor(temp: string) {
    this.folder = join(temp, `tallystick-kept-stage-${process.getuid?.() ?? 'own'}`);
  }

  /** Makes the folder; refuses one that others may write to. */
  prepare(): void {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    if (this.#isOurs()) return;
    const what = 'The folder for stages that are kept is not this user’s alone';
    throw new TallyError('usage', what, this.folder, 'Name another folder with --temp');
  }

  has(file: ScannedFile, csv: CsvOptions, columns: readonly string[]): boolean {
    return this.#isOurs() && exists(this.#pathOf(keyOf(file, csv, columns), 'json'));
  }

  /** Has a kept stage lie at `path` too. null: none was kept; a text: why the one that was is not used. */
  async take(
    file: ScannedFile,
    csv: CsvOptions,
    columns: readonly string[],
    path: string,
    pool: HashPool,
  ): Promise<KeptStage | string | null> {
    if (!this.has(file, csv, columns)) return null;
    const key = keyOf(file, csv, columns);
    const sheet = readSheet(this.#pathOf(key, 'json'), columns);
    if (sheet === null) return this.#drop(key, 'what was kept of it cannot be read');
    try {
      linkSync(this.#pathOf(key, 'parquet'), path);
    } catch {
      return this.#drop(key, 'the kept stage is gone or cannot be linked to');
    }
    if ((await pool.run('digest', { path })) === sheet.sha256) return sheet;
    rmSync(path);
    return this.#drop(key, 'the kept stage is not what was written');
  }

  /** Moves a stage out of its run's folder, to be taken up by a later run. */
  keep(file: ScannedFile, csv: CsvOptions, { path, sha256, columns }: KeptStage & { readonly path: string }): void {
    const key = keyOf(
      file,
      csv,
      columns.map(({ name }) => name),
    );
    renameSync(path, this.#pathOf(key, 'parquet'));
    const sheet = { type: 'tallystick/stage/v1', sha256, columns: columns.map(({ name, kind }) => ({ name, kind })) };
    const body = { ...sheet, check: checkOf(sheet) };
    writeFileSync(`${this.#pathOf(key, 'json')}.partial`, jcsBytes(body), { mode: 0o600 });
    renameSync(`${this.#pathOf(key, 'json')}.partial`, this.#pathOf(key, 'json'));
  }

  #drop(key: string, why: string): string {
    for (const kind of ['json', 'parquet'] as const) rmSync(this.#pathOf(key, kind), { force: true });
    return why;
  }

  #pathOf(key: string, kind: 'parquet' | 'json'): string {
    return join(this.folder, `${key}.${kind}`);
  }

  /** In a folder that many write to, such as the system's, the name may be another user's. */
  #isOurs(): boolean {
    try {
      const stat = lstatSync(this.folder);
      const isAlone = process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o077) === 0);
      return stat.isDirectory() && isAlone;
    } catch {
      return false;
    }
  }
}

/** All that a raw stage is made of, and by: the file's bytes, how they are read, the columns, and who reads. */
function keyOf(file: ScannedFile, csv: CsvOptions, columns: readonly string[]): string {
  const { sha256, bytes, format, compression, partitions, plain, brokenLines = false } = file;
  const { name, version, engine } = tool;
  const made = {
    by: { name, version, engine },
    file: { sha256, bytes: String(bytes), format, compression, plain, brokenLines, columns: file.columns, partitions },
    csv: format === 'csv' ? { ...dialectOf(file.name, csv) } : null,
    columns,
  };
  return createHash('sha256').update(jcsBytes(made)).digest('hex');
}

const checkOf = (sheet: object): string => createHash('sha256').update(jcsBytes(sheet)).digest('hex');

function exists(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** null: it is not whole, or of other columns. */
function readSheet(path: string, names: readonly string[]): KeptStage | null {
  try {
    if (statSync(path).size > longestSheet) return null;
    const { check, ...sheet } = JSON.parse(readFileSync(path, 'utf8')) as KeptStage & { readonly check: string };
    const isWhole = checkOf(sheet) === check && sheet.columns.length === names.length;
    return isWhole && sheet.columns.every(({ name, kind }, i) => name === names[i] && kinds.includes(kind))
      ? { sha256: sheet.sha256, columns: sheet.columns }
      : null;
  } catch {
    return null;
  }
}
