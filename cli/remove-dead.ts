import { removeDeadFolders } from '../engine/snapshot/files/passing-folder.ts';
import type { Context } from './context.ts';

/** Removes what runs that were killed left in the folders that this one will use, and says so. */
export function removeDead(context: Context, ...folders: readonly string[]): void {
  for (const folder of new Set(folders))
    for (const path of removeDeadFolders(folder))
      context.say(`tallystick: removed ${path}, which a run that was killed had left`);
}
