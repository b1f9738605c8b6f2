import type { Problem } from '../../contract/problem.ts';

export interface Notice {
  readonly id: number;
  readonly problem: Problem | null;
  readonly text: string;
}

const shownFor = 4000;

/** Problems stay until they are put away; a plain word goes by itself. */
export class Notices {
  list = $state.raw<readonly Notice[]>([]);
  #next = 0;

  problem(problem: Problem): void {
    // The same problem told twice, by a call and by its job, is one problem.
    const same = this.list.some(({ problem: other }) => other?.what === problem.what && other.where === problem.where);
    if (!same) this.#add({ problem, text: problem.what });
  }

  say(text: string): void {
    const { id } = this.#add({ problem: null, text });
    setTimeout(() => this.dismiss(id), shownFor);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  dismissAll(): void {
    this.list = [];
  }

  #add(notice: Omit<Notice, 'id'>): Notice {
    const added = { ...notice, id: this.#next++ };
    this.list = [...this.list, added];
    return added;
  }
}
