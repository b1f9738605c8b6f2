import { SvelteMap } from 'svelte/reactivity';
import type { CallOutput } from '../../../contract/calls.ts';
import { problemOf, type Problem } from '../../../contract/problem.ts';
import { tileOf, type Tile } from '../../map/levels.ts';
import { numbersOf } from '../../map/numbers-of.ts';

type Answer = CallOutput<'findings.map'>;
const kept = 200;

/** How many buckets differ in each cell of a table's map, a tile at a time. */
export class MapTiles {
  problem = $state.raw<Problem | null>(null);
  readonly #tiles = new SvelteMap<string, Uint32Array>();
  #asked: readonly string[] = [];
  readonly #fetch: (tile: Tile) => Promise<Answer>;

  constructor(fetch: (tile: Tile) => Promise<Answer>) {
    this.#fetch = fetch;
  }

  /** Null while its tile is on its way. */
  differing(level: number, cell: number): number | null {
    const tile = tileOf(level, cell);
    const counts = this.#tiles.get(`${level}/${tile}`);
    return counts?.[cell - tile * counts.length] ?? null;
  }

  want(tiles: readonly Tile[]): void {
    for (const tile of tiles) {
      const name = `${tile.level}/${tileOf(tile.level, tile.first)}`;
      if (this.#asked.includes(name)) continue;
      this.#asked = [...this.#asked, name];
      this.#fetch(tile).then(
        ({ differing }) => {
          this.#tiles.set(name, numbersOf(differing));
          for (const old of [...this.#tiles.keys()].slice(0, Math.max(0, this.#tiles.size - kept))) {
            this.#tiles.delete(old);
            this.#forget(old);
          }
        },
        (error: unknown) => {
          this.#forget(name);
          this.problem = problemOf(error);
        },
      );
    }
  }

  #forget(name: string): void {
    this.#asked = this.#asked.filter((other) => other !== name);
  }
}
