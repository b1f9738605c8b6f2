import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { movementNames } from '../../../contract/rehearsal.ts';
import { differenceKinds, type DifferenceKind } from '../../evidence/differences/difference.ts';
import type { Moved, MovementName } from '../../evidence/rehearsals/tally.ts';
import { readExactly } from '../../snapshot/files/read-exactly.ts';

/** Which of the differences that moved: of a table or all, of some kinds. */
export interface MovedWish {
  /** Persisting includes altered. */
  readonly what: MovementName;
  readonly table: string | null;
  readonly kinds: readonly DifferenceKind[];
}

/** Where the line begins (6 bytes), its table (2), its kind, what became of it. */
const recordSize = 10;
const atOnce = 8192;

/**
 * Every difference that moved, a file a step, so that those a count counts are listed without comparing again: on disk, for
 * there are as many as the packages have lines.
 */
export class MovedLog {
  readonly #folder: string;
  readonly #tables: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #waiting = new Map<number, { readonly bytes: Buffer; used: number }>();

  /** In a folder that this makes, and removes. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  add(step: number, table: string, kind: DifferenceKind, moved: Moved): void {
    let number = this.#numbers.get(table);
    if (number === undefined) this.#numbers.set(table, (number = this.#tables.push(table) - 1));
    for (const [code, what] of movementNames.entries())
      for (const { at } of moved[what]) this.#write(step, at, number, differenceKinds.indexOf(kind), code);
  }

  /** To be called before anything is listed. */
  end(): void {
    for (const [step, { bytes, used }] of this.#waiting) appendFileSync(this.#path(step), bytes.subarray(0, used));
    this.#waiting.clear();
  }

  /** Where the lines of what is wanted begin, in the order of the listings. */
  async list(step: number, { what, table, kinds }: MovedWish): Promise<Float64Array> {
    const path = this.#path(step);
    if (!existsSync(path)) return new Float64Array(0);
    const number = table === null ? null : (this.#numbers.get(table) ?? -1);
    const wanted = new Set(kinds.map((kind) => differenceKinds.indexOf(kind)));
    const codes = new Set(
      (what === 'persisting' ? (['persisting', 'altered'] as const) : [what]).map((one) => movementNames.indexOf(one)),
    );
    const records = statSync(path).size / recordSize;
    const found = new Float64Array(records);
    let count = 0;
    const fd = openSync(path, 'r');
    try {
      for (let first = 0; first < records; first += atOnce) {
        const bytes = readExactly(fd, first * recordSize, Math.min(atOnce, records - first) * recordSize);
        for (let from = 0; from < bytes.length; from += recordSize)
          if (
            codes.has(bytes[from + 9]!) &&
            wanted.has(bytes[from + 8]!) &&
            (number === null || bytes.readUInt16LE(from + 6) === number)
          )
            found[count++] = bytes.readUIntLE(from, 6);
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      closeSync(fd);
    }
    return found.slice(0, count);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #write(step: number, at: number, table: number, kind: number, code: number): void {
    let waiting = this.#waiting.get(step);
    if (waiting === undefined)
      this.#waiting.set(step, (waiting = { bytes: Buffer.allocUnsafe(atOnce * recordSize), used: 0 }));
    const { bytes, used } = waiting;
    bytes.writeUIntLE(at, used, 6);
    bytes.writeUInt16LE(table, used + 6);
    bytes[used + 8] = kind;
    bytes[used + 9] = code;
    waiting.used = used + recordSize;
    if (waiting.used < bytes.length) return;
    appendFileSync(this.#path(step), bytes);
    waiting.used = 0;
  }

  readonly #path = (step: number): string => join(this.#folder, `${step}.moved`);
}
