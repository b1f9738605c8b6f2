import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { problemOf } from '../../../contract/problem.ts';
import type { Report } from '../../../contract/report.ts';
import type { BySide, Side } from '../../../contract/side.ts';
import type { rawView } from '../../../contract/spot.ts';
import { parsePlan } from '../../plan/parse-plan.ts';
import { digestFile } from '../../reconcile/run/digest-file.ts';
import type { Limits } from '../../reconcile/run/limits.ts';
import { findFiles } from '../../snapshot/files/find-files.ts';
import { withRawReader } from '../plans/raw-reader.ts';

export type RawRowView = z.output<typeof rawView>;

/** Rows of a run's exports as these have them, where they are still the exports that were compared. */
export class ExportRows {
  readonly #package: string;
  readonly #report: Report;
  readonly #folders: BySide<string>;
  readonly #limits: Limits;
  /** Exports by what the file system says of them, so that each is digested once and again when it was touched. */
  readonly #digests = new Map<string, Promise<string>>();

  constructor(folder: string, report: Report, folders: BySide<string>, limits: Limits) {
    this.#package = folder;
    this.#report = report;
    this.#folders = folders;
    this.#limits = limits;
  }

  /** What the export itself says at this row, from 0; why not, where it cannot be had. */
  async at(table: string, side: Side, name: string, row: number): Promise<RawRowView> {
    try {
      const plan = parsePlan(readFileSync(join(this.#package, 'plan.yaml')), 'plan.yaml');
      const { files, csv } = plan.tables.find((one) => one.name === table)!.sides[side];
      const found = await findFiles(this.#folders[side], files);
      const file = found.files.find((one) => one.name === name);
      if (file === undefined) return { raw: null, rawWhy: 'The export is not there any more' };
      const expected = this.#report.sides[side].files.find((one) => one.table === table && one.name === name);
      if ((await this.#digest(file.path)) !== expected?.sha256)
        return { raw: null, rawWhy: 'The export is no longer the one that was compared' };
      const [record] = await withRawReader([this.#folders[side]], this.#limits, (read) =>
        read({ file, csv, columns: null, from: row, count: 1 }),
      );
      if (record === undefined) return { raw: null, rawWhy: 'The export has no such row' };
      const raw = [...record.cells].map(([column, cell]) => ({
        column,
        text: cell !== null && typeof cell === 'object' ? cell.formless : cell,
      }));
      return { raw, rawWhy: '' };
    } catch (error) {
      return { raw: null, rawWhy: problemOf(error).what };
    }
  }

  #digest(path: string): Promise<string> {
    const { size, mtimeNs, ino } = statSync(path, { bigint: true });
    const key = `${path}\0${size} ${mtimeNs} ${ino}`;
    let digest = this.#digests.get(key);
    if (digest === undefined) {
      digest = digestFile(path);
      this.#digests.set(key, digest);
      digest.catch(() => this.#digests.delete(key));
    }
    return digest;
  }
}
