import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { makePassingFolder } from '../../snapshot/files/passing-folder.ts';

/** The run's own folder (mode 0700): raw and canonical stage, entries, what DuckDB spills. Removed after the run. */
export class RunFolder {
  readonly path: string;
  #next = 0;

  constructor(temp: string) {
    this.path = makePassingFolder(temp, 'run');
  }

  /** A path in the folder that nothing else has; names from the plan never become file names. */
  file(kind: string): string {
    return join(this.path, `${kind}-${this.#next++}`);
  }

  folder(kind: string): string {
    const path = this.file(kind);
    mkdirSync(path, { mode: 0o700 });
    return path;
  }

  /** Refuses before the work starts what cannot end well: staged bytes are about twice the export's, entries 72 a row. */
  demandSpace(inputBytes: number, rows: number): void {
    const { bavail, bsize } = statfsSync(this.path);
    const needed = inputBytes * 2 + rows * 144;
    if (bavail * bsize < needed)
      throw new TallyError(
        'no_space',
        `The run needs about ${Math.ceil(needed / 2 ** 20)} MiB to stage both sides and ${Math.floor((bavail * bsize) / 2 ** 20)} MiB are free`,
        this.path,
        'Free space, or name another folder with --temp',
      );
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true, maxRetries: 3 });
  }
}
