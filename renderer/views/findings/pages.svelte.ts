import { SvelteMap } from 'svelte/reactivity';
import type { CallOutput } from '../../../contract/calls.ts';
import { problemOf, type Problem } from '../../../contract/problem.ts';
import type { Difference } from './kinds.ts';
import { pageSize } from './paging.ts';

type Page = CallOutput<'findings.page'>;

/** Pages kept: ten thousand rows. */
const kept = 50;
const atOnce = 2;

/** A listing of differences on disk, of which the pages near the window are here. Another filter is another listing. */
export class Pages {
  /** Lines the filter lets through; null until the first page is here. */
  total = $state<number | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** The first page that came: what columns are measured by. */
  sample = $state.raw<readonly Difference[]>([]);
  readonly #pages = new SvelteMap<number, readonly Difference[]>();
  readonly #fetch: (offset: number, limit: number) => Promise<Page>;
  #asked: readonly number[] = [];
  #wanted: readonly number[] = [];

  constructor(fetch: (offset: number, limit: number) => Promise<Page>) {
    this.#fetch = fetch;
  }

  /** Undefined while its page is on its way. */
  row(index: number): Difference | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /** What is in sight now, the most pressing first; pages wanted before and not asked for yet are not asked for any more. */
  want(pages: readonly number[]): void {
    this.#wanted = pages;
    this.#next();
  }

  #next(): void {
    const missing = this.#wanted.filter((page) => !this.#pages.has(page) && !this.#asked.includes(page));
    for (const page of missing.slice(0, atOnce - this.#asked.length)) void this.#ask(page);
  }

  async #ask(page: number): Promise<void> {
    this.#asked = [...this.#asked, page];
    try {
      const { total, rows } = await this.#fetch(page * pageSize, pageSize);
      this.total = Number(total);
      if (this.sample.length === 0) this.sample = rows;
      this.#pages.set(page, rows);
      for (const old of [...this.#pages.keys()].slice(0, Math.max(0, this.#pages.size - kept)))
        if (!this.#wanted.includes(old)) this.#pages.delete(old);
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
      this.#wanted = [];
    }
    this.#asked = this.#asked.filter((other) => other !== page);
    this.#next();
  }
}
