import { app } from 'electron';
import { join } from 'node:path';
import { z } from 'zod';
import type { hostView } from '../contract/host.ts';
import type { Handles } from '../serve/handles.ts';
import { KeptFile } from './kept-file.ts';

const recentSchema = z.array(z.strictObject({ folder: z.string(), name: z.string(), at: z.iso.datetime() })).max(20);
const shown = 8;

/** Workspaces opened lately, the latest first. */
export class Recent {
  readonly #file = new KeptFile(join(app.getPath('userData'), 'recent.json'), recentSchema, []);

  add(workspace: { readonly folder: string; readonly name: string }): void {
    const { folder, name } = workspace;
    const others = this.#file.readSync().filter((other) => other.folder !== folder);
    this.#file.writeSync([{ folder, name, at: new Date().toISOString() }, ...others].slice(0, shown));
    app.addRecentDocument(folder);
  }

  /** By handle, as the page may see them. */
  view(handles: Handles): z.output<typeof hostView>['recent'] {
    return this.#file.readSync().map(({ folder, name, at }) => ({ handle: handles.handleOf(folder), name, at }));
  }
}
