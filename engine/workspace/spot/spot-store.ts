import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { spotName, type Spot } from '../../../contract/spot.ts';
import { parseSpot, spotBytes } from '../../evidence/spot/spot.ts';
import { spotSheet } from '../../evidence/spot/spot-sheet.ts';
import { replaceFile } from '../replace-file.ts';

const asName = /^(\d{3,9})\.json$/;

/** The samples of one run: `spots/RUN/001.json` and so on, beside each the sheet to be filled in. */
export class SpotStore {
  readonly #workspace: string;
  readonly #run: string;

  /** `run` is the name of a finished run. */
  constructor(workspace: string, run: string) {
    this.#workspace = workspace;
    this.#run = run;
  }

  /** Ascending; what lies there under another name is not ours. */
  names(): string[] {
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .flatMap((name) => asName.exec(name)?.[1] ?? [])
      .sort((a, b) => Number(a) - Number(b));
  }

  read(name: string): Spot {
    if (!spotName.safeParse(name).success || !this.names().includes(name))
      throw new TallyError('usage', 'The run has no such sample', name);
    return parseSpot(readFileSync(join(this.#folder, `${name}.json`)), this.files(name).sample);
  }

  /** Relative to the workspace. */
  files(name: string): { readonly sample: string; readonly sheet: string } {
    const at = `spots/${this.#run}/${name}`;
    return { sample: `${at}.json`, sheet: `${at}.csv` };
  }

  /** The sheet first: where a sample is, its sheet is. */
  write(spot: Spot): string {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const name = String(Number(this.names().at(-1) ?? 0) + 1).padStart(3, '0');
    const { sample, sheet } = this.files(name);
    replaceFile(join(this.#workspace, sheet), spotSheet(spot).text);
    replaceFile(join(this.#workspace, sample), spotBytes(spot));
    return name;
  }

  get #folder(): string {
    return join(this.#workspace, 'spots', this.#run);
  }
}
