import { nearestRemedy } from './nearest.ts';
import type { Places } from './places.ts';
import type { PlanPath, PlanProblem } from './plan-problem.ts';

/** Collects what is wrong with a plan, each with its place; knows which parts are sound enough to be judged further. */
export class Judge {
  readonly problems: PlanProblem[] = [];
  readonly #places: Places;
  /** The paths of problems, and every path above one of them. */
  readonly #refused = new Set<string>();
  readonly #touched = new Set<string>();

  constructor(places: Places) {
    this.#places = places;
  }

  /** `within`: characters into a text; honoured where the text is written as it is, without escapes. */
  refuse(
    path: PlanPath,
    what: string,
    remedy = '',
    at: 'key' | 'value' = 'value',
    text?: { value: string; within: number },
  ) {
    const written = text === undefined ? '' : this.#places.written(path);
    const quotes = text === undefined ? 0 : written === text.value ? 0 : written.slice(1, -1) === text.value ? 1 : null;
    const offset = text === undefined || quotes === null ? 0 : quotes + text.within;
    this.add({ what, path, remedy, ...this.#places.position(path, at, offset) });
  }

  /** The same fault seen twice, by a column's option on both its sides, is one. */
  add(problem: PlanProblem): void {
    const same = ({ what, line, column }: PlanProblem) =>
      what === problem.what && line === problem.line && column === problem.column;
    if (this.#touched.has(keyOf(problem.path)) && this.problems.some(same)) return;
    this.problems.push(problem);
    this.#refused.add(keyOf(problem.path));
    for (let length = 0; length <= problem.path.length; length++)
      this.#touched.add(keyOf(problem.path.slice(0, length)));
  }

  /** Neither this nor anything in it nor what it stands in has been refused, so it has the shape of the grammar. */
  sound(path: PlanPath): boolean {
    if (this.#touched.has(keyOf(path))) return false;
    return !path.some((_, length) => this.#refused.has(keyOf(path.slice(0, length))));
  }

  /** What a mistyped word may have been meant to be; silent in a plan that has ten thousand of them. */
  suggest(word: string, known: () => readonly string[]): string {
    return this.problems.length < 100 ? nearestRemedy(word, known()) : '';
  }

  written(path: PlanPath): string {
    return this.#places.written(path);
  }
}

const keyOf = (path: PlanPath): string => JSON.stringify(path);
