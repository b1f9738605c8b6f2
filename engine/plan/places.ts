import type { LineCounter } from 'yaml';
import type { PlanPath } from './plan-problem.ts';

/** Offsets in the plan's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Place {
  readonly key: Span;
  readonly value: Span;
  readonly inside: Map<string | number, Place>;
}

/** Where in the text each part of a plan stands. */
export class Places {
  readonly #text: string;
  readonly #lines: LineCounter;
  readonly #root: Place;

  constructor(text: string, lines: LineCounter, root: Span) {
    this.#text = text;
    this.#lines = lines;
    this.#root = { key: root, value: root, inside: new Map() };
  }

  /** `parent` has been added before. */
  add(parent: PlanPath, step: string | number, key: Span, value: Span): void {
    this.#nearest(parent).inside.set(step, { key, value, inside: new Map() });
  }

  has(parent: PlanPath, step: string | number): boolean {
    return this.#nearest(parent).inside.has(step);
  }

  /** Line and column, from 1, of a value or of its name; of the nearest part around it where the text has none. */
  position(path: PlanPath, of: 'key' | 'value', within = 0): { readonly line: number; readonly column: number } {
    return this.lineOf(this.#nearest(path)[of].start + within);
  }

  lineOf(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  /** A value as it is written. */
  written(path: PlanPath): string {
    const { start, end } = this.#nearest(path).value;
    return this.#text.slice(start, end);
  }

  #nearest(path: PlanPath): Place {
    let place = this.#root;
    for (const step of path) {
      const inner = place.inside.get(step);
      if (inner === undefined) break;
      place = inner;
    }
    return place;
  }
}
