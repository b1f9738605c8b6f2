import { resolve } from 'node:path';

/**
 * The paths a command line names: no switches (a file association hands over a path, never a switch), and not the app
 * itself, which a development run names first.
 */
export function pathsNamed(argv: readonly string[], cwd: string, isDefaultApp: boolean): string[] {
  const words = argv.slice(1).filter((word) => word !== '' && !word.startsWith('-'));
  return words.slice(isDefaultApp ? 1 : 0).map((word) => resolve(cwd, word));
}

/** Paths that the system handed over (command line, double click, second start), kept until somebody can take them. */
export class Opened {
  #waiting: string[] = [];
  #taker: ((paths: readonly string[]) => void) | null = null;

  add(paths: readonly string[]): void {
    this.#waiting.push(...paths);
    this.#hand();
  }

  /** From now on paths go to `taker`, those that wait at once. */
  takenBy(taker: (paths: readonly string[]) => void): void {
    this.#taker = taker;
    this.#hand();
  }

  #hand(): void {
    if (this.#taker === null || this.#waiting.length === 0) return;
    const paths = this.#waiting;
    this.#waiting = [];
    this.#taker(paths);
  }
}
