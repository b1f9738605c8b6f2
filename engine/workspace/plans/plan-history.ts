import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../replace-file.ts';

const kept = 200;
const entryName = /^(\d{6})\.yaml$/;

/** Every text a plan has had, a file each, and which of them is shown: undo and redo outlive the program. */
export class PlanHistory {
  readonly #folder: string;
  #entries: number[];
  #at: number;

  constructor(workspace: string) {
    this.#folder = join(workspace, 'history');
    const names = existsSync(this.#folder) ? readdirSync(this.#folder) : [];
    this.#entries = names.flatMap((name) => Number(entryName.exec(name)?.[1] ?? Number.NaN)).filter(Number.isInteger);
    this.#entries.sort((a, b) => a - b);
    const at = names.includes('at') ? Number(readFileSync(join(this.#folder, 'at'), 'utf8')) : Number.NaN;
    this.#at = this.#entries.includes(at) ? at : (this.#entries.at(-1) ?? 0);
  }

  get canUndo(): boolean {
    return this.#entries.indexOf(this.#at) > 0;
  }

  get canRedo(): boolean {
    const index = this.#entries.indexOf(this.#at);
    return index >= 0 && index < this.#entries.length - 1;
  }

  /** The text that is shown; null before the first. */
  current(): string | null {
    return this.#entries.length === 0 ? null : readFileSync(this.#path(this.#at), 'utf8');
  }

  /** What was undone can no longer be done again; of the oldest texts some are let go. */
  push(text: string): void {
    mkdirSync(this.#folder, { recursive: true });
    for (const entry of this.#entries.filter((one) => one > this.#at)) rmSync(this.#path(entry));
    const next = this.#at + 1;
    replaceFile(this.#path(next), text);
    this.#entries = [...this.#entries.filter((one) => one <= this.#at), next];
    this.#point(next);
    for (const entry of this.#entries.splice(0, Math.max(0, this.#entries.length - kept))) rmSync(this.#path(entry));
  }

  /** The text before or after this; null where there is none. */
  step(by: -1 | 1): string | null {
    const to = this.#entries[this.#entries.indexOf(this.#at) + by];
    if (to === undefined) return null;
    this.#point(to);
    return this.current();
  }

  #point(at: number): void {
    this.#at = at;
    replaceFile(join(this.#folder, 'at'), `${at}\n`);
  }

  #path(entry: number): string {
    return join(this.#folder, `${String(entry).padStart(6, '0')}.yaml`);
  }
}
