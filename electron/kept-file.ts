import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** A small JSON document of the shell's own (window, recent): judged when read, and `empty` where it is torn or strange. */
export class KeptFile<S extends z.ZodType> {
  readonly #path: string;
  readonly #schema: S;
  readonly #empty: z.output<S>;
  constructor(path: string, schema: S, empty: z.output<S>) {
    this.#path = path;
    this.#schema = schema;
    this.#empty = empty;
  }

  readSync(): z.output<S> {
    try {
      const read = this.#schema.safeParse(JSON.parse(readFileSync(this.#path, 'utf8')));
      return read.success ? read.data : this.#empty;
    } catch {
      return this.#empty;
    }
  }

  /** Whole or not at all, and for this user's eyes alone. */
  writeSync(value: z.output<S>): void {
    const temporary = `${this.#path}.${randomBytes(4).toString('hex')}`;
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, JSON.stringify(value), { mode: 0o600 });
    renameSync(temporary, this.#path);
  }
}
