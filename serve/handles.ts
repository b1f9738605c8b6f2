import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import { TallyError } from '../contract/problem.ts';
import type { chosenView } from '../contract/host.ts';

export type Chosen = z.output<typeof chosenView>;

/**
 * What the user has pointed at, and the one place that knows where it lies. A handle cannot be guessed nor made by the
 * page, so a page that was taken over reaches nothing that was not chosen in a dialog, a drop or a command line.
 */
export class Handles {
  readonly #paths = new Map<string, string>();
  readonly #handles = new Map<string, string>();

  /** The same path has the same handle as long as the app runs. `input_missing` where there is nothing. */
  async register(path: string): Promise<Chosen> {
    const whole = resolve(path);
    const found = await stat(whole).catch(() => null);
    if (found === null) throw new TallyError('input_missing', 'There is no such file or folder', basename(whole));
    return { handle: this.handleOf(whole), name: basename(whole), folder: found.isDirectory() };
  }

  /** A handle for a path of our own making or keeping, which need not be there. */
  handleOf(path: string): string {
    const known = this.#handles.get(path);
    if (known !== undefined) return known;
    const handle = `h-${randomBytes(16).toString('hex')}`;
    this.#paths.set(handle, path);
    this.#handles.set(path, handle);
    return handle;
  }

  /** `usage` for a handle that was never given out. */
  pathOf(handle: string): string {
    const path = this.#paths.get(handle);
    if (path === undefined)
      throw new TallyError('usage', 'Nothing was chosen under this handle', '', 'Choose the file or folder again');
    return path;
  }
}
