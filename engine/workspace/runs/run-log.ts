import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TallyError } from '../../../contract/problem.ts';
import { runView } from '../../../contract/run.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import type { Journal } from '../journal/journal.ts';
import { replaceFile } from '../replace-file.ts';

/** A run as its file says it; `working` on disk and in nobody's hands is a run that was cut off. */
const runRecord = runView.extend({ state: z.enum([...runView.shape.state.options, 'working']) });
export type RunRecord = z.output<typeof runRecord>;
export type EndedRun = z.output<typeof runView>;

const asName = /^(.+)\.json$/;

/** A workspace's runs: `runs/<run>.json` says how each went, `runs/<run>/` is its package. */
export class RunLog {
  readonly folder: string;
  readonly #runs = new Map<string, RunRecord>();

  /** Reads what is there; a run that a dead process left working is marked cut off, and what it half wrote removed. */
  constructor(workspace: string, journal: Journal) {
    this.folder = join(workspace, 'runs');
    mkdirSync(this.folder, { recursive: true });
    // In the order they were made: `X-2.json` comes after `X.json`, though `-` is before `.`.
    const runOf = (name: string) => asName.exec(name)?.[1] ?? name;
    const names = readdirSync(this.folder).sort((a, b) => compareUtf8(runOf(a), runOf(b)));
    for (const name of names)
      if (name.endsWith('.partial')) rmSync(join(this.folder, name), { recursive: true, force: true });
    for (const name of names) {
      const run = asName.exec(name)?.[1];
      const record = run === undefined ? null : readRecord(join(this.folder, name));
      if (record === null || record.run !== run) continue;
      if (record.state === 'working') {
        const why = 'The program ended while it ran';
        journal.append({ event: 'run', state: 'cut off', run, why });
        this.write({ ...record, state: 'cut off', why });
      } else this.#runs.set(run, record);
    }
  }

  /** A name for a run of this time that no other has. */
  fresh(at: string): string {
    const base = at.replaceAll(':', '');
    let run = base;
    for (let n = 2; this.#runs.has(run); n++) run = `${base}-${n}`;
    return run;
  }

  /** On disk before it takes effect. */
  write(record: RunRecord): void {
    writeRunRecord(this.folder, record);
    this.#runs.set(record.run, record);
  }

  /** Ended ones, the latest first. */
  ended(): EndedRun[] {
    return [...this.#runs.values()].filter((record): record is EndedRun => record.state !== 'working').reverse();
  }

  /** The package of a run that is done; the name must be one of ours, whatever path it could also be read as. */
  package(run: string): string {
    if (this.#runs.get(run)?.state !== 'done')
      throw new TallyError('usage', 'There is no finished run of that name', run, 'Start the run again');
    return join(this.folder, run);
  }
}

/** For a command that writes a package into `runs/` of a workspace it does not open. */
export const writeRunRecord = (runs: string, record: RunRecord): void =>
  replaceFile(join(runs, `${record.run}.json`), `${JSON.stringify(record, null, 2)}\n`);

function readRecord(path: string): RunRecord | null {
  try {
    return runRecord.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null; // not written by us: neither shown nor touched
  }
}
