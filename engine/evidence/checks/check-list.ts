import type { OnProgress } from '../../../contract/progress.ts';
import type { Check } from './check.ts';
import { judge } from './judge.ts';

/** The checks of one package in the order they are done, told as they begin. */
export class CheckList {
  readonly all: Check[] = [];
  readonly #onProgress: OnProgress | undefined;

  constructor(onProgress: OnProgress | undefined) {
    this.#onProgress = onProgress;
  }

  add(checks: readonly Check[]): void {
    this.all.push(...checks);
  }

  async run(...[name, work]: Parameters<typeof judge>): Promise<void> {
    this.tell(name);
    this.all.push(await judge(name, work));
  }

  tell(name: string): void {
    this.#onProgress?.({ step: name, done: this.all.length, total: null, unit: 'checks' });
  }
}
