import { SvelteMap } from 'svelte/reactivity';
import type { CallOutput } from '../../../contract/calls.ts';
import { problemOf, type Problem } from '../../../contract/problem.ts';
import type { Difference } from './kinds.ts';
import { pageSize, type WantedPages } from './paging.ts';

type Page = CallOutput<'findings.page'>;

/** Pages kept: ten thousand rows. */
const kept = 100;
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
  #wanted: WantedPages = { seen: [], beside: [] };

  constructor(fetch: (offset: number, limit: number) => Promise<Page>) {
    this.#fetch = fetch;
  }

  /** Undefined while its page is on its way. */
  row(index: number): Difference | undefined {
    return this.#pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  /**
   * What is in sight now, and what is beside it, which is asked for once that is here. Pages wanted before and not asked
   * for yet are not asked for any more.
   */
  want(pages: WantedPages): void {
    this.#wanted = pages;
    this.#next();
  }

  #isWanted(page: number): boolean {
    return this.#wanted.seen.includes(page) || this.#wanted.beside.includes(page);
  }

  #next(): void {
    const { seen, beside } = this.#wanted;
    const wanted = seen.every((page) => this.#pages.has(page)) ? beside : seen;
    const missing = wanted.filter((page) => !this.#pages.has(page) && !this.#asked.includes(page));
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
        if (!this.#isWanted(old)) this.#pages.delete(old);
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
      this.#wanted = { seen: [], beside: [] };
    }
    this.#asked = this.#asked.filter((other) => other !== page);
    this.#next();
  }
}
